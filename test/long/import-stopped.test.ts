import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { importKilled } from '#bench/import/killed.ts';
import { centsOf, makeFile, referenceOf } from '#bench/import/made-file.ts';
import { runCommand } from '#bench/import/run-command.ts';
import { FREE_PORTS, start } from '#test/support/npm-start.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const ROWS = 300;
/** Two stacks are started, beside whatever else runs. */
const PATIENCE_MS = 300_000;

async function startStack() {
  const started = await start([...FREE_PORTS, '--no-demo']);
  onTestFinished(async () => void (await started.stop('SIGTERM')));
  return started;
}

test(
  'of an import that is killed, and whose file is mended, each customer is there once',
  async () => {
    const started = await startStack();
    // Throws unless all of it adds up; `npm run bench -- import` does the same with ten thousand.
    const { mended } = await importKilled(started, temporaryDirectory(), ROWS);
    expect(mended.counts.slice(1, 4)).toEqual([0, ROWS - (mended.counts[0] ?? 0), 0]);
  },
  PATIENCE_MS,
);

test(
  'Ctrl-C ends what is begun, says so, and the rest is done by the next run',
  async () => {
    const { apiUrl } = await startStack();
    const path = join(temporaryDirectory(), 'stopped.csv');
    await makeFile(path, { name: 'STOP', rows: ROWS });
    const port = new URL(apiUrl).port;
    const args = [path, '--kind', 'customers', '--currency', 'ZAR', '--yes', '--port', port];
    const read = (index: number) => fetch(`${apiUrl}/customers/${referenceOf('STOP', index)}`);

    // Once: a second one would end it at once.
    const stop = new AbortController();
    const interrupt = (child: ChildProcess) => {
      const look = setInterval(async () => {
        if (!(await read(20)).ok || stop.signal.aborted) return;
        stop.abort();
        child.kill('SIGINT');
      }, 50);
      stop.signal.addEventListener('abort', () => clearInterval(look));
    };
    const stopped = await runCommand(args, { onStarted: interrupt });
    expect(stopped.status).toBe(3);
    expect(stopped.output).toContain('Stopped before the end: run it again, which does the rest');
    const [, created = 0, left = 0] =
      /Done: (\d+) created, (\d+) left/.exec(stopped.output)?.map(Number) ?? [];
    expect(created).toBeGreaterThan(20);
    expect(created + left).toBe(ROWS);

    const rest = await runCommand(args);
    expect(rest).toMatchObject({ status: 0, counts: [left, 0, created, 0] });
    expect(await (await read(ROWS - 1)).json()).toMatchObject({ balance: centsOf(ROWS - 1) });
  },
  PATIENCE_MS,
);
