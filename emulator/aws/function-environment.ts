import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { EnvironmentMessage, InvocationRequest } from './invocation.ts';
import type { LambdaDefinition } from './lambda-definition.ts';

/** Lambda's own limit for what a function does while it is loaded. */
const INIT_MS_MAX = 10_000;

/** The function did not return: it threw, crashed or took too long. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

/** One execution environment: a process that has loaded the function and serves one invocation at a time. */
export class FunctionEnvironment {
  readonly #definition: LambdaDefinition;
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #serving: { requestId: string; settle: (outcome: Outcome) => void } | undefined;
  #exit: string | undefined;

  constructor(
    definition: LambdaDefinition,
    onLog: (line: string) => void,
    onExit: (environment: FunctionEnvironment) => void,
  ) {
    this.#definition = definition;
    this.#child = fork(
      fileURLToPath(new URL('./function-bootstrap.ts', import.meta.url)),
      [definition.moduleUrl, definition.exportName],
      // An empty execArgv: flags of the runner are not the function's.
      {
        env: { ...definition.environment },
        execArgv: [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    forwardLines(this.#child.stdout, onLog);
    forwardLines(this.#child.stderr, onLog);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#ready = promise;
    // Its rejection is told to whoever invokes; nobody may be waiting yet.
    this.#ready.catch(() => {});
    const initTimer = setTimeout(() => this.#end('Init took too long'), INIT_MS_MAX);
    this.#child.on('message', (message: EnvironmentMessage) => {
      if (message.kind !== 'ready') return this.#answer(message);
      clearTimeout(initTimer);
      resolve();
    });
    const ended = (reason: string) => {
      clearTimeout(initTimer);
      this.#exit ??= reason;
      const error = new FunctionError(`${definition.name}: ${this.#exit}`);
      reject(error);
      this.#serving?.settle({ error });
      onExit(this);
    };
    this.#child.once('error', (error) => ended(`cannot start: ${error.message}`));
    this.#child.once('close', (code, signal) => ended(`exited with ${signal ?? `code ${code}`}`));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get alive(): boolean {
    return this.#exit === undefined;
  }

  /** Returns what the handler returned. Never call it again before it has settled. */
  async invoke(event: unknown, requestId: string): Promise<unknown> {
    await this.#ready;
    if (this.#exit !== undefined)
      throw new FunctionError(`${this.#definition.name}: ${this.#exit}`);
    const { name, arn, memoryMb, timeoutSeconds } = this.#definition;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#serving = { requestId, settle: resolve };
    const timer = setTimeout(
      () => this.#end(`Task timed out after ${timeoutSeconds.toFixed(2)} seconds`),
      timeoutSeconds * 1000,
    );
    const request: InvocationRequest = {
      requestId,
      event,
      deadlineEpochMs: Date.now() + timeoutSeconds * 1000,
      functionArn: arn,
      functionName: name,
      memoryLimitInMB: String(memoryMb),
    };
    // If the process is gone, 'close' settles the invocation.
    this.#child.send(request, () => {});
    const outcome = await promise;
    clearTimeout(timer);
    this.#serving = undefined;
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  }

  kill(): void {
    this.#end('stopped');
  }

  #end(reason: string): void {
    this.#exit ??= reason;
    this.#child.kill('SIGKILL');
  }

  #answer(message: Exclude<EnvironmentMessage, { kind: 'ready' }>): void {
    if (message.requestId !== this.#serving?.requestId) return;
    if (message.kind === 'result') {
      this.#serving.settle({ result: JSON.parse(message.json) });
      return;
    }
    const { errorType, errorMessage, stackTrace } = message.failure;
    const cause = stackTrace.join('\n');
    this.#serving.settle({
      error: new FunctionError(`${this.#definition.name}: ${errorType}: ${errorMessage}`, {
        cause,
      }),
    });
  }
}

type Outcome = { readonly result: unknown } | { readonly error: FunctionError };

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', onLine);
}
