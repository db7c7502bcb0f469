import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, run, type Step } from './keep.ts';
import { findPython } from './python.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const PIP_INSTALL = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

export const pythonTools: Step = {
  name: 'python',
  says: 'cfn-lint, the SAM CLI and moto, which takes about a minute',
  madeFrom: () => [...findPython(), readFileSync(REQUIREMENTS, 'utf8')].join('\n'),
  async make(folder) {
    const [python] = findPython();
    await run(python, ['-m', 'venv', '--clear', folder]);
    // Wheels alone: nothing is built here, and so nothing runs that has no hash.
    const pinned = ['--require-hashes', '--no-deps', '--only-binary', ':all:'];
    await run(join(folder, 'bin/python'), [...PIP_INSTALL, ...pinned, '-r', REQUIREMENTS]);
  },
};

/** The path of `cfn-lint`, `sam` or `moto_server`. */
export const pythonTool = (name: string) => join(folderOf(pythonTools), 'bin', name);
