import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const COMMAND = join(import.meta.dirname, '../../commands/import/main.ts');
const PROBE = join(import.meta.dirname, 'peak-memory.ts');

export type Ended = {
  readonly status: number | null;
  readonly output: string;
  readonly seconds: number;
  /** At most, in MB. */
  readonly memory: number;
  /** Rows that it created, updated, found unchanged and refused, as its dry run counts them. */
  readonly counts: readonly number[];
};

type Wishes = {
  /** May end it. */
  readonly onStarted?: (child: ChildProcess) => void;
  /** Of Node's own. */
  readonly flags?: readonly string[];
};

/** `npm run import` as a process of its own. */
export async function runCommand(
  args: readonly string[],
  { onStarted = () => {}, flags = [] }: Wishes = {},
): Promise<Ended> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...flags, '--import', PROBE, COMMAND, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let kilobytes = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  child.on('message', (told) => {
    kilobytes = Number(told);
  });
  onStarted(child);
  const [status] = await once(child, 'close');
  return {
    status,
    output,
    seconds: (performance.now() - startedAt) / 1000,
    memory: kilobytes / 1024,
    counts: ['create', 'update', 'unchanged', 'refused'].map((name) =>
      Number(new RegExp(`^ {2}${name} +([\\d,]+)`, 'm').exec(output)?.[1]?.replaceAll(',', '')),
    ),
  };
}
