import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { runToEnd, type Started, VERIFY } from '#test/support/npm-start.ts';
import { centsOf, makeFile, referenceOf } from './made-file.ts';
import { type Ended, runCommand } from './run-command.ts';

const NAME = 'KILL';
/** 3 % of the rows. */
const SPOILT_EVERY = 33;
const LOOK_EVERY_MS = 100;

export type Killed = {
  /** From the first start to the end of the last run. */
  readonly seconds: number;
  /** How many customers were there when it died. */
  readonly atDeath: number;
  readonly mended: Ended;
};

/**
 * A file of which 3 % is wrong, whose import is killed at a third; mended, and imported again.
 *
 * @throws Error unless each customer is there once, each balance right, and all counts and sums add up
 */
export async function importKilled(
  { apiUrl }: Started,
  directory: string,
  rows: number,
): Promise<Killed> {
  const path = join(directory, 'killed.csv');
  const args = [path, '--kind', 'customers', '--currency', 'ZAR', '--yes'];
  const at = ['--port', new URL(apiUrl).port];
  const { spoilt } = await makeFile(path, { name: NAME, rows, spoiltEvery: SPOILT_EVERY });
  const startedAt = performance.now();
  const third = nextSound(Math.floor(rows / 3));
  const killAtThird = (child: ChildProcess) => {
    const look = setInterval(async () => {
      const there = await fetch(`${apiUrl}/customers/${referenceOf(NAME, third)}`);
      if (there.ok) child.kill('SIGKILL');
    }, LOOK_EVERY_MS);
    child.once('close', () => clearInterval(look));
  };
  const killed = await runCommand([...args, ...at], { onStarted: killAtThird });
  if (killed.status !== null) throw new Error(`It ended before it was killed: ${killed.output}`);
  const atDeath = (await listBalances(apiUrl)).size;
  const { total } = await makeFile(path, { name: NAME, rows });
  const expected = `${Math.floor(total / 100)}.${String(total % 100).padStart(2, '0')}`;
  const mended = await runCommand([...args, ...at, '--expect-total', expected]);
  const seconds = (performance.now() - startedAt) / 1000;
  if (mended.status !== 0) throw new Error(`It was not done: ${mended.output}`);
  checkCounts({ killed, mended, rows, spoilt, atDeath });
  await checkLedger(apiUrl, rows);
  return { seconds, atDeath, mended };
}

/** Of the rows that are right in the file that is killed. */
function nextSound(index: number): number {
  return index % SPOILT_EVERY === SPOILT_EVERY - 1 ? index + 1 : index;
}

function checkCounts(run: {
  readonly killed: Ended;
  readonly mended: Ended;
  readonly rows: number;
  readonly spoilt: number;
  readonly atDeath: number;
}): void {
  const { killed, mended, rows, spoilt, atDeath } = run;
  const [create = 0, update = 0, unchanged = 0, refused = 0] = mended.counts;
  const isWhole = create + update + unchanged === rows && update === 0 && refused === 0;
  // What was under way when it died may have been done since.
  const isRest = unchanged >= atDeath && unchanged < rows - spoilt;
  const [planned = 0, , , wrong = 0] = killed.counts;
  if (isWhole && isRest && planned === rows - spoilt && wrong >= spoilt) return;
  throw new Error(
    `The counts do not add up: ${killed.counts} of the first run, ${mended.counts} of the second, ${atDeath} there between`,
  );
}

async function checkLedger(apiUrl: string, rows: number): Promise<void> {
  const balances = await listBalances(apiUrl);
  const wrong = Array.from({ length: rows }, (_, index) => index).filter(
    (index) => balances.get(referenceOf(NAME, index)) !== centsOf(index),
  );
  if (balances.size !== rows || wrong.length > 0) {
    throw new Error(`${balances.size} customers of ${rows}, and ${wrong.length} balances wrong`);
  }
  const { code, output } = await runToEnd(['--port', new URL(apiUrl).port], {}, VERIFY);
  if (code !== 0) throw new Error(`The ledger does not hold: ${output}`);
}

/** By reference. @throws Error if one comes twice */
async function listBalances(apiUrl: string): Promise<ReadonlyMap<string, number>> {
  const balances = new Map<string, number>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${apiUrl}/customers?limit=100&prefix=${NAME}-${query}`);
    const page = (await answer.json()) as Page;
    for (const { external_reference: reference, balance } of page.data) {
      if (balances.has(reference)) throw new Error(`${reference} is there twice`);
      balances.set(reference, balance);
    }
    cursor = page.next_cursor;
  }
  return balances;
}

type Page = {
  readonly data: readonly { readonly external_reference: string; readonly balance: number }[];
  readonly next_cursor: string | null;
};
