import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, run, type Step } from './keep.ts';
import { findPython } from './python.ts';

const PIP_INSTALL = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

export const pythonTools = virtualEnvironment(
  'python',
  'cfn-lint, the SAM CLI and moto, which takes about a minute',
  'requirements.txt',
);

/** Apart: what it needs the others pin in other versions. */
export const schemathesis = virtualEnvironment('schemathesis', 'Schemathesis', 'schemathesis.txt');

function virtualEnvironment(name: string, says: string, pins: string): Step {
  const requirements = join(import.meta.dirname, pins);
  return {
    name,
    says,
    madeFrom: () => [...findPython(), readFileSync(requirements, 'utf8')].join('\n'),
    async make(folder) {
      const [python] = findPython();
      await run(python, ['-m', 'venv', '--clear', folder]);
      // Wheels alone: nothing is built here, and so nothing runs that has no hash.
      const pinned = ['--require-hashes', '--no-deps', '--only-binary', ':all:'];
      await run(join(folder, 'bin/python'), [...PIP_INSTALL, ...pinned, '-r', requirements]);
    },
  };
}

/** The path of `cfn-lint`, `sam` or `moto_server`. */
export const pythonTool = (name: string) => join(folderOf(pythonTools), 'bin', name);

export const schemathesisPath = () => join(folderOf(schemathesis), 'bin/schemathesis');
