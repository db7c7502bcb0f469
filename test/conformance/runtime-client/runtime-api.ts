import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ErrorDocument } from '#emulator/aws/error-document.ts';
import { listen } from '#emulator/aws/listen.ts';

export type Outcome =
  | { readonly kind: 'answer'; readonly json: string }
  | { readonly kind: 'error' | 'init error'; readonly document: ErrorDocument };

export type RuntimeApi = {
  readonly address: string;
  /** One at a time, as an execution environment is given its invocations. */
  invoke(event: unknown): Promise<Outcome>;
  close(): Promise<void>;
};

type Invocation = {
  readonly id: string;
  readonly event: string;
  readonly settle: (outcome: Outcome) => void;
};

/** Lambda's limit of what a function returns, as its own refusal names it. */
const ANSWER_BYTES_MAX = 6_291_556;
/** What every invocation is traced under. */
export const TRACE = { root: '1-5bef4de7-ad49b0e87f6ef6c87fc2e700', parent: '9a9197af755a6419' };
const PREFIX = '/2018-06-01/runtime';
const ANSWERED = /\/invocation\/([^/]+)\/(response|error)$/;
/** An error is told in a header too, for X-Ray. */
const HEADER_BYTES_MAX = 1 << 20;

/** What Lambda's Runtime API is to a runtime (Lambda Developer Guide, "Using the Lambda runtime API"). */
export async function startRuntimeApi(arn: string, timeoutSeconds: number): Promise<RuntimeApi> {
  let coming = Promise.withResolvers<Invocation>();
  let serving: Invocation | undefined;

  const next = async (): Promise<Reply> => {
    const invocation = await coming.promise;
    coming = Promise.withResolvers();
    serving = invocation;
    return {
      status: 200,
      body: invocation.event,
      headers: {
        'lambda-runtime-aws-request-id': invocation.id,
        'lambda-runtime-deadline-ms': String(Date.now() + timeoutSeconds * 1000),
        'lambda-runtime-invoked-function-arn': arn,
        'lambda-runtime-trace-id': `Root=${TRACE.root};Parent=${TRACE.parent};Sampled=1`,
      },
    };
  };
  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const body = await text(request);
    if (request.url === `${PREFIX}/init/error`) {
      const { settle } = await coming.promise;
      settle({ kind: 'init error', document: JSON.parse(body) });
      return ACCEPTED;
    }
    const [, id, kind] = ANSWERED.exec(request.url ?? '') ?? [];
    if (!serving || id !== serving.id) return refusal(400, 'InvalidRequestID', `${id}`);
    const tooLarge = kind === 'response' && Buffer.byteLength(body) > ANSWER_BYTES_MAX;
    serving.settle(tooLarge ? TOO_LARGE : outcomeOf(kind, body));
    serving = undefined;
    return tooLarge ? refusal(413, 'RequestEntityTooLarge', 'The answer is too large') : ACCEPTED;
  };
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, async (request, response) => {
    const reply = request.method === 'GET' ? next() : answer(request);
    const { status, body, headers } = await reply;
    // Without a type the client crashes.
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  const { port, close } = await listen(server, 0);
  return {
    address: `127.0.0.1:${port}`,
    invoke: (event) => {
      const { promise, resolve: settle } = Promise.withResolvers<Outcome>();
      coming.resolve({ id: randomUUID(), event: JSON.stringify(event), settle });
      return promise;
    },
    close,
  };
}

type Reply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const ACCEPTED: Reply = { status: 202, body: '{"status":"OK"}' };

const TOO_LARGE: Outcome = {
  kind: 'error',
  document: {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${ANSWER_BYTES_MAX} bytes).`,
  },
};

function outcomeOf(kind: string | undefined, body: string): Outcome {
  return kind === 'response'
    ? { kind: 'answer', json: body }
    : { kind: 'error', document: JSON.parse(body) };
}

function refusal(status: number, errorType: string, errorMessage: string): Reply {
  return { status, body: JSON.stringify({ errorType, errorMessage }) };
}
