import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ErrorDocument } from './error-document.ts';
import type { EnvironmentMessage, InvocationRequest } from './invocation.ts';
import type { LambdaDefinition } from './lambda-definition.ts';

/** Lambda's own limit for what a function does while it is loaded. */
const INIT_MS_MAX = 10_000;

/** Lambda's limit of what a function returns, as its own refusal names it. */
const RESULT_BYTES_MAX = 6_291_556;

/** The function did not return: it threw, crashed or took too long. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  /** What Lambda would answer, unless the process ended and said nothing. */
  readonly document: ErrorDocument | undefined;

  constructor(reason: string, document?: ErrorDocument) {
    super(reason, { cause: document?.trace?.join('\n') });
    this.document = document;
  }
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
      [definition.taskRoot, definition.handler],
      // An empty execArgv: flags of the runner are not the function's.
      {
        cwd: definition.taskRoot,
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
      if (message.kind === 'result' || message.kind === 'failure') return this.#answer(message);
      clearTimeout(initTimer);
      if (message.kind === 'ready') return resolve();
      this.#exit ??= 'did not load';
      reject(this.#failed(message.document));
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
    const { name, arn, memoryMb, timeoutSeconds, environment } = this.#definition;
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
      logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'] ?? '',
      logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
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

  #answer(message: Extract<EnvironmentMessage, { readonly requestId: string }>): void {
    if (message.requestId !== this.#serving?.requestId) return;
    this.#serving.settle(
      message.kind === 'failure'
        ? { error: this.#failed(message.document) }
        : this.#result(message),
    );
  }

  #result({ json }: { readonly json: string }): Outcome {
    if (Buffer.byteLength(json) <= RESULT_BYTES_MAX) return { result: JSON.parse(json) };
    const limit = `maximum allowed payload size (${RESULT_BYTES_MAX} bytes)`;
    const errorMessage = `Response payload size exceeded ${limit}.`;
    return { error: this.#failed({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }) };
  }

  #failed(document: ErrorDocument): FunctionError {
    const { errorType, errorMessage } = document;
    const reason = `${this.#definition.name}: ${errorType}: ${errorMessage}`;
    return new FunctionError(reason, document);
  }
}

type Outcome = { readonly result: unknown } | { readonly error: FunctionError };

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', onLine);
}
