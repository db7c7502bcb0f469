import type { EnvironmentMessage, FunctionFailure, InvocationRequest } from './invocation.ts';

type Handler = (event: unknown, context: object) => unknown;

const [moduleUrl = '', exportName = ''] = process.argv.slice(2);

// The runner may die without saying goodbye; nothing may outlive it.
process.on('disconnect', () => process.exit());

const handler = await loadHandler();
process.on('message', (request: InvocationRequest) => {
  void invoke(request).then(send);
});
send({ kind: 'ready' });

async function loadHandler(): Promise<Handler> {
  const loaded: Record<string, unknown> = await import(moduleUrl);
  const found = loaded[exportName];
  if (typeof found !== 'function')
    throw new Error(`${moduleUrl} exports no function ${exportName}`);
  return found as Handler;
}

async function invoke(request: InvocationRequest): Promise<EnvironmentMessage> {
  const { requestId } = request;
  try {
    const result = await handler(request.event, createContext(request));
    return { kind: 'result', requestId, json: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { kind: 'failure', requestId, failure: describe(error) };
  }
}

function createContext(request: InvocationRequest) {
  const { requestId, deadlineEpochMs, functionArn, functionName, memoryLimitInMB } = request;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `local/[$LATEST]${process.pid}`,
    memoryLimitInMB,
    getRemainingTimeInMillis: () => Math.max(0, deadlineEpochMs - Date.now()),
  };
}

function describe(error: unknown): FunctionFailure {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), stackTrace: [] };
  }
  const stackTrace = error.stack?.split('\n') ?? [];
  return { errorType: error.name, errorMessage: error.message, stackTrace };
}

function send(message: EnvironmentMessage): void {
  process.send?.(message);
}
