import { createServer, type IncomingMessage } from 'node:http';
import { type HttpAnswer, splitTarget, toHttpAnswer, toHttpEvent } from './http-event.ts';
import type { MatchedRoute } from './http-routes.ts';
import { type Listening, listen } from './listen.ts';

/** Limits of an HTTP API (API Gateway Developer Guide, HTTP API quotas). */
const BODY_BYTES_MAX = 10 * 1024 * 1024;
const INTEGRATION_MS_MAX = 30_000;

export type HttpRequestSeen = {
  readonly method: string;
  readonly path: string;
  readonly requestBody: Buffer;
  readonly status: number;
  readonly responseType: string;
  readonly responseBody: Buffer;
  readonly milliseconds: number;
};

export type HttpApiBackend = {
  route(method: string, path: string): MatchedRoute | undefined;
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** What a browser is shown at a path, if the template has no such route. */
  readonly page?: Pages | undefined;
};

export type Page = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};
export type Pages = (path: string) => Page | undefined;

export type LocalHttpApi = Listening & {
  /** Until then every request waits: the address must be known before the functions are. */
  serve(backend: HttpApiBackend): void;
};

/** API Gateway's HTTP API on this machine. Nobody is asked who they are: it listens to this machine alone. */
export async function startHttpApi(
  port: number,
  onRequest: (seen: HttpRequestSeen) => void,
): Promise<LocalHttpApi> {
  const { promise: backend, resolve: serve } = Promise.withResolvers<HttpApiBackend>();
  const server = createServer(async (request, response) => {
    const startedAt = performance.now();
    const requestBody = await readBody(request);
    if (requestBody === 'aborted') return;
    const { status, headers, body } =
      requestBody === 'too large'
        ? refusal(413, 'Request Entity Too Large', { connection: 'close' })
        : await answer(request, requestBody, await backend);
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    onRequest({
      method: request.method ?? '',
      path: request.url ?? '',
      requestBody: requestBody === 'too large' ? Buffer.alloc(0) : requestBody,
      status,
      responseType: String(headers['content-type']),
      responseBody: body,
      milliseconds: performance.now() - startedAt,
    });
  });
  return { ...(await listen(server, port)), serve };
}

async function answer(
  request: IncomingMessage,
  body: Buffer,
  { route, invoke, page }: HttpApiBackend,
): Promise<HttpAnswer> {
  const { path } = splitTarget(request.url);
  const matched = route(request.method ?? '', path);
  if (!matched) {
    const shown = request.method === 'GET' ? page?.(path) : undefined;
    return shown ? { status: 200, ...shown } : refusal(404, 'Not Found');
  }
  try {
    const event = toHttpEvent(request, body, matched);
    const result = await withinTime(invoke(matched.functionArn, event));
    return result === TIMED_OUT ? refusal(503, 'Service Unavailable') : toHttpAnswer(result);
  } catch {
    // The pool has told the log why.
    return refusal(500, 'Internal Server Error');
  }
}

/** API Gateway's own answers, which are not problem documents. */
function refusal(status: number, message: string, headers = {}): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too large' | 'aborted'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) return 'too large';
      chunks.push(chunk);
    }
  } catch {
    return 'aborted';
  }
  return Buffer.concat(chunks);
}

const TIMED_OUT = Symbol('timed out');

async function withinTime(work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), INTEGRATION_MS_MAX);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
