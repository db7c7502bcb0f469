import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const START = 'local/main.ts';
export const VERIFY = 'commands/verify/main.ts';
export const SMOKE = 'commands/smoke/main.ts';
/** Ten programs start alike: all but the first find their sources compiled. */
const COMPILED = join(ROOT, 'node_modules/.cache/moment-balances-compiled');
export const FREE_PORTS = [
  ...['--port', '0', '--sandbox-port', '0'],
  ...['--dynamodb-port', '0', '--sqs-port', '0'],
];
const READY =
  /^Ready {2}API (\S+) {2}webhook (\S+)\n {7}signing secret (\S+|\(from \w+\)) {2}API key (\S+|\(from \w+\))\n {7}Moment sandbox (\S+) {2}DynamoDB (\S+) {2}SQS (\S+) {2}data /m;

export type Started = {
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly signingSecret: string;
  readonly apiKey: string;
  readonly sandboxUrl: string;
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  readonly process: ChildProcess;
  /** What was printed so far. */
  output(): string;
  printed(text: string | RegExp): Promise<void>;
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
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The same as somebody types it, in a process group of its own, as a shell gives it. */
export function spawnNpmStart(args: readonly string[]): ChildProcess {
  return spawn('npm', ['start', '--', ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What the environment sets is not printed. */
export async function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Started> {
  const started = await untilReady(spawnMain(args, env));
  const { MOMENT_SIGNING_SECRET: signingSecret, MOMENT_API_KEY: apiKey } = env;
  return {
    ...started,
    ...(signingSecret !== undefined && { signingSecret }),
    ...(apiKey !== undefined && { apiKey }),
  };
}

export async function untilReady(child: ChildProcess): Promise<Started> {
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const printed = async (text: string | RegExp) => {
    for (let polls = 0; polls < 600; polls += 1) {
      if (typeof text === 'string' ? output.includes(text) : text.test(output)) return;
      if (child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`It never printed ${text}, but:\n${output}`);
  };
  await printed(READY);
  const [, apiUrl = '', webhookUrl = '', signingSecret = '', apiKey = '', ...more] =
    READY.exec(output) ?? [];
  const [sandboxUrl = '', dynamodbUrl = '', sqsUrl = ''] = more;
  return {
    ...{ apiUrl, webhookUrl, signingSecret, apiKey, sandboxUrl, dynamodbUrl, sqsUrl },
    process: child,
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
