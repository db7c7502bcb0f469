import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CLIENT } from './install.ts';
import { type Outcome, startRuntimeApi } from './runtime-api.ts';

export type FunctionOfClient = {
  /** The folder of the bundle: Lambda's /var/task. */
  readonly taskRoot: string;
  readonly handler: string;
  readonly arn: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
};

export type Exit = {
  readonly kind: 'exit';
  readonly code: number | null;
  readonly signal: unknown;
};

/** One execution environment whose runtime is AWS's own client. */
export type ClientEnvironment = {
  invoke(event: unknown): Promise<Outcome | Exit>;
  /** What it wrote so far to its standard output and error, line by line. */
  readonly lines: readonly string[];
  close(): Promise<void>;
};

export async function startClient({
  taskRoot,
  handler,
  arn,
  timeoutSeconds,
  environment,
}: FunctionOfClient): Promise<ClientEnvironment> {
  const api = await startRuntimeApi(arn, timeoutSeconds);
  const child = spawn(process.execPath, [CLIENT], {
    cwd: taskRoot,
    env: {
      ...environment,
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: taskRoot,
      AWS_LAMBDA_RUNTIME_API: api.address,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const exit = exitOf(child);
  return {
    lines,
    invoke: (event) => Promise.race([api.invoke(event), exit]),
    async close() {
      child.kill('SIGKILL');
      await exit;
      await api.close();
    },
  };
}

async function exitOf(child: ChildProcess): Promise<Exit> {
  const [code, signal] = await once(child, 'close');
  return { kind: 'exit', code, signal };
}
