import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importKilled } from '#bench/import/killed.ts';
import { makeFile } from '#bench/import/made-file.ts';
import { runCommand } from '#bench/import/run-command.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { FREE_PORTS, start } from '#test/support/npm-start.ts';

const SIZES = { few: 1_000, many: 1_000_000, killed: 10_000 };
const QUICK_SIZES = { few: 10, many: 200, killed: 150 };
const MINUTES_MAX = 10;
/** V8 collects before that, and fails where it cannot: what it would otherwise hold in reserve is no figure of ours. */
const SMALL_HEAP = ['--max-old-space-size=64', '--max-semi-space-size=4'];
const MEMORY_MB_MAX = 150;

/** `npm run import` beside an `npm start`: a dry run of few rows and of many, and one that is killed and taken up. */
export async function run({ quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const { few, many, killed: rows } = quick ? QUICK_SIZES : SIZES;
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'moment-import-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const started = await start([...FREE_PORTS, '--no-demo']);
  stack.defer(async () => void (await started.stop('SIGTERM')));
  const port = new URL(started.apiUrl).port;
  const dryRun = async (count: number) => {
    const path = join(directory, `${count}.csv`);
    await makeFile(path, { name: 'DRY', rows: count });
    const args = [path, '--kind', 'customers', '--currency', 'ZAR', '--dry-run', '--port', port];
    const ended = await runCommand(args, { flags: SMALL_HEAP });
    await rm(path);
    if (ended.status === 0 && ended.counts[0] === count) return ended;
    throw new Error(`The dry run of ${count} rows went wrong: ${ended.output}`);
  };
  const small = await dryRun(few);
  progress(1, 3);
  const large = await dryRun(many);
  progress(2, 3);
  const killed = await importKilled(started, directory, rows);
  progress(3, 3);
  const of = (count: number) => `${count.toLocaleString('en')} rows`;
  return [
    {
      what: `dry run of ${of(many)} in a heap of 64 MB, memory at most`,
      unit: 'MB',
      ours: large.memory,
      peer: { name: `of ${of(few)}`, value: small.memory },
      reach: { text: `below ${MEMORY_MB_MAX} MB`, met: large.memory < MEMORY_MB_MAX },
    },
    { what: 'the same', unit: 'rows/s', ours: many / large.seconds },
    {
      what: `${of(rows)}, 3 % wrong, killed at ${killed.atDeath}, mended, imported again`,
      unit: 's',
      ours: killed.seconds,
      reach: { text: `${MINUTES_MAX} min at most`, met: killed.seconds <= 60 * MINUTES_MAX },
    },
  ];
}
