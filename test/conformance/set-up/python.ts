import { spawnSync } from 'node:child_process';

/** A version manager may come first in the PATH, with a Python that is too old or without venv. */
const CANDIDATES = ['python3', '/usr/bin/python3'];
const MINOR_MIN = 11;
const PROBE = `
import ensurepip, sys, venv
if sys.version_info < (3, ${MINOR_MIN}): sys.exit('it is ' + sys.version.split()[0])
print(sys.executable, sys.version.split()[0])
`;

/** Its path and its version; it can make virtual environments. */
export function findPython(
  candidates: readonly string[] = CANDIDATES,
): readonly [path: string, version: string] {
  const looked: string[] = [];
  for (const candidate of candidates) {
    const { status, stdout, stderr, error } = spawnSync(candidate, ['-c', PROBE], {
      encoding: 'utf8',
    });
    const [path, version] = stdout?.trim().split(' ') ?? [];
    if (status === 0 && path && version) return [path, version];
    const problem = (error?.message ?? stderr).trim().split('\n').at(-1);
    looked.push(`  ${candidate}: ${problem || 'it fails'}`);
  }
  throw new Error(
    [
      `The judges need Python 3.${MINOR_MIN} or newer, with venv and pip.`,
      'On Debian and Ubuntu: apt-get install python3 python3-venv. Looked at:',
      ...looked,
    ].join('\n'),
  );
}
