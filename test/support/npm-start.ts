import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const START = 'local/main.ts';
export const VERIFY = 'commands/verify/main.ts';
const READY = /^Ready {2}API (\S+) {2}webhook (\S+) {2}signing secret (\S+)$/m;

export type Started = {
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly signingSecret: string;
  /** What was printed so far. */
  output(): string;
  printed(text: string): Promise<void>;
  /** Ends it, and tells the exit code; none after SIGKILL. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
};

/** `npm start`, or another command, without npm in between, so that a signal reaches it. */
export function spawnMain(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  main: string = START,
): ChildProcess {
  return spawn(process.execPath, [join(ROOT, main), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function start(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Started> {
  const child = spawnMain(args, env);
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const printed = async (text: string | RegExp) => {
    for (let polls = 0; polls < 600; polls += 1) {
      if (output.match(text)) return;
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`It never printed ${text}, but:\n${output}`);
  };
  await printed(READY);
  const [, apiUrl = '', webhookUrl = '', signingSecret = ''] = READY.exec(output) ?? [];
  return {
    apiUrl,
    webhookUrl,
    signingSecret,
    output: () => output,
    printed,
    async stop(signal) {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

/** Runs it until it ends by itself, or by what `whilePrinted` does about what it printed so far. */
export async function runToEnd(
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
  main?: string,
  whilePrinted: (output: string, child: ChildProcess) => void = () => {},
) {
  const child = spawnMain(args, env, main);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      whilePrinted(output, child);
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
