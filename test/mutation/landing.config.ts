import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import config from './stryker.config.ts';

/** All of it takes longer than a landing has: what did not change takes turns. */
const TURNS = 3;

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();

function listMutated(): readonly string[] {
  const excluded = config.mutate.filter((glob) => glob.startsWith('!'));
  return globSync(config.mutate.filter((glob) => !glob.startsWith('!')))
    .filter((path) => !excluded.some((glob) => matchesGlob(path, glob.slice(1))))
    .toSorted();
}

/** Since the commit in `proved-at`; undefined where that is not in the history, as in a shallow clone. */
function listChanged(): ReadonlySet<string> | undefined {
  const proved = readFileSync(new URL('proved-at', import.meta.url), 'utf8').trim();
  try {
    return new Set(git('diff', '--name-only', proved, 'HEAD').split('\n'));
  } catch {
    return undefined;
  }
}

const changed = listChanged();
const turn = Number(git('rev-list', '--count', 'HEAD')) % TURNS;

/** What differs from the commit at which each change of every file failed a test, and a third of all others. */
export default {
  ...config,
  mutate: listMutated().filter(
    (path, index) => !changed || changed.has(path) || index % TURNS === turn,
  ),
};
