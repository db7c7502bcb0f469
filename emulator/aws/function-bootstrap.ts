import { toErrorDocument } from './error-document.ts';
import type { EnvironmentMessage, InvocationRequest } from './invocation.ts';
import { type Handler, loadHandler, runtimeError } from './load-handler.ts';

const [taskRoot = '', handlerName = ''] = process.argv.slice(2);

// The runner may die without saying goodbye; nothing may outlive it.
process.on('disconnect', () => process.exit());
void start();

async function start(): Promise<void> {
  try {
    const handler = await withoutRunner(() => loadHandler({ taskRoot, handler: handlerName }));
    process.on('message', (request: InvocationRequest) => {
      void invoke(handler, request).then(send);
    });
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'init failure', document: toErrorDocument(error) }, () => process.exit(1));
  }
}

/** What waits for nothing at all ends the process, as it does on Lambda. */
async function withoutRunner<T>(work: () => T): Promise<Awaited<T>> {
  process.channel?.unref();
  try {
    return await work();
  } finally {
    process.channel?.ref();
  }
}

async function invoke(handler: Handler, request: InvocationRequest): Promise<EnvironmentMessage> {
  const { requestId } = request;
  try {
    const result = await withoutRunner(() => handler(request.event, createContext(request)));
    return { kind: 'result', requestId, json: toJson(result) };
  } catch (error) {
    return { kind: 'failure', requestId, document: toErrorDocument(error) };
  }
}

function toJson(result: unknown): string {
  const json = stringify(result === undefined ? null : result);
  // What AWS's client says of a function or a symbol, for which JSON has no text.
  if (json === undefined) throw new TypeError('Wrong arguments');
  return json;
}

function stringify(result: unknown): string | undefined {
  try {
    return JSON.stringify(result);
  } catch {
    throw runtimeError('JSONStringifyError', 'Unable to stringify response body');
  }
}

function createContext(request: InvocationRequest) {
  const { requestId, deadlineEpochMs, functionArn, functionName, memoryLimitInMB } = request;
  return {
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    tenantId: undefined,
    xRayTraceId: undefined,
    getRemainingTimeInMillis: () => deadlineEpochMs - Date.now(),
    functionName,
    functionVersion: '$LATEST',
    memoryLimitInMB,
    logGroupName: request.logGroupName,
    logStreamName: request.logStreamName,
  };
}

function send(message: EnvironmentMessage, onSent: () => void = () => {}): void {
  process.send?.(message, onSent);
}
