import { ProblemResponse } from '#shared/api/response-schemas.ts';
import { tryParse } from '#shared/models/parsing.ts';
import { Wrong } from './wrong.ts';

type Headers = Readonly<Record<string, string>>;

export type Request = {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string | undefined;
};

export type Answer = {
  readonly status: number;
  /** Of a problem of ours. */
  readonly code: string | undefined;
  readonly body: unknown;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
};

/** What a read is answered with, as it came. */
export type ReadAnswer = {
  readonly status: number;
  /** Of a problem of ours. */
  readonly code: string | undefined;
  readonly text: string;
  /** The query of what follows (RFC 8288). */
  readonly next: string | undefined;
  /** Seconds. */
  readonly retryAfter: number | undefined;
};

/** How the merchant reads a stack, as JSON or as CSV. */
export type StackReads = {
  read(path: string, accept: 'application/json' | 'text/csv'): Promise<ReadAnswer>;
};

/** How a stack is called over HTTP. */
export type StackApi = {
  /** A call of the merchant's, by somebody who may. */
  call(method: string, path: string, body?: object, headers?: Headers): Promise<Answer>;
  /** The same by nobody; undefined where nobody is asked who calls. */
  readonly callUnsigned: ((method: string, path: string) => Promise<Answer>) | undefined;
  deliver(body: string, headers: Headers): Promise<Answer>;
};

export type StackApiOptions = {
  readonly apiUrl: string;
  readonly webhookUrl: string;
  /** Adds what says who calls. @default nobody is asked */
  readonly authorise?: ((request: Request) => Promise<Request>) | undefined;
};

const ANSWER_MS_MAX = 35_000;
const JSON_TYPE = { 'content-type': 'application/json' };

export function createStackApi({
  apiUrl,
  webhookUrl,
  authorise,
}: StackApiOptions): StackApi & StackReads {
  const toRequest = (method: string, path: string, body?: object, headers?: Headers): Request => ({
    method,
    url: `${apiUrl}${path}`,
    headers: { ...JSON_TYPE, ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const signed = async (request: Request) => (authorise ? authorise(request) : request);
  return {
    read: async (path, accept) =>
      exchange(await signed(toRequest('GET', path, undefined, { accept })), toReadAnswer),
    call: async (method, path, body, headers) =>
      send(await signed(toRequest(method, path, body, headers))),
    callUnsigned: authorise && ((method, path) => send(toRequest(method, path))),
    deliver: (body, headers) =>
      send({ method: 'POST', url: webhookUrl, headers: { ...JSON_TYPE, ...headers }, body }),
  };
}

function send(request: Request): Promise<Answer> {
  return exchange(request, (response, text) => {
    const body = toJson(text);
    return {
      status: response.status,
      code: codeOf(body),
      body,
      retryAfter: retryAfterOf(response),
    };
  });
}

function toReadAnswer(response: Response, text: string): ReadAnswer {
  const { status, headers } = response;
  return {
    status,
    code: status < 400 ? undefined : codeOf(toJson(text)),
    text,
    next: /^<(\?[^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1],
    retryAfter: retryAfterOf(response),
  };
}

function retryAfterOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}

async function exchange<T>(
  { method, url, headers, body }: Request,
  toAnswer: (response: Response, text: string) => T,
): Promise<T> {
  const init = { method, headers: { ...headers }, ...(body !== undefined && { body }) };
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    return toAnswer(response, await response.text());
  } catch (cause) {
    throw unanswered(method, url, cause);
  }
}

function codeOf(body: unknown): string | undefined {
  const problem = tryParse(ProblemResponse, body);
  return problem.ok ? problem.value.code : undefined;
}

/** What is wrong where no answer comes. */
export function unanswered(method: string, url: string, cause: unknown): Wrong {
  return new Wrong(`${method} ${url} is not answered: ${reasonOf(cause)}`, wayOut(cause), {
    cause,
  });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

function wayOut(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  return code === 'ENOTFOUND'
    ? 'With a domain of your own, its DNS name must point to API Gateway: docs/deploy.md#a-domain-of-your-own'
    : 'Is this machine online, and is the stack deployed?';
}

/** What was answered, for a person. */
export function describe({ status, body }: Pick<Answer, 'status' | 'body'>): string {
  return `${status} ${typeof body === 'string' ? body : JSON.stringify(body)}`.slice(0, 500);
}
