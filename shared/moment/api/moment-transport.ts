import { ServiceError } from '#shared/errors.ts';
import { parseExactJson } from '#shared/models/exact-json.ts';
import type { MomentApiKey } from '#shared/ports/moment.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';

export type MomentCall = {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  /** The `Idempotency-Key`, the same for every try of one call. Without one, trying again must do no harm. */
  readonly momentKey?: string;
  readonly body?: unknown;
  /** Epoch milliseconds after which nothing is tried again. */
  readonly deadline: number;
};

export type MomentReply = {
  readonly status: number;
  /** Undefined if it was not JSON, or told a member twice. Numbers are as in `parseExactJson`. */
  readonly body: unknown;
  /** An earlier try of this call got no answer, or a failure that may have had an effect. */
  readonly afterUnanswered: boolean;
};

export type TransportDeps = {
  readonly baseUrl: string;
  readonly apiKey: MomentApiKey;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** @default the global fetch, on the real clock */
  readonly fetchWithin?: FetchWithin;
};

/** One HTTP exchange that rejects unless all of its answer is there after `timeoutMs`. */
export type FetchWithin = (
  url: URL,
  request: RequestInit,
  timeoutMs: number,
) => Promise<Pick<Response, 'status' | 'headers' | 'text'>>;

const TRIES_MAX = 6;
const TRY_MS_MIN = 1_000;
const TRY_MS_MAX = 8_000;
const PAUSE_MS = 250;
const PAUSE_MS_MAX = 4_000;

type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly replayed: boolean;
  readonly retryAfterMs: number | undefined;
};
/** A try that may pass the next time; `unanswered` if Moment may have done what was asked all the same. */
type Failure = { readonly error: ServiceError; readonly unanswered: boolean };

/** Sends calls to Moment, again and with back-off where its docs allow (Errors, Idempotency). */
export class MomentTransport {
  readonly #deps: TransportDeps;

  constructor(deps: TransportDeps) {
    this.#deps = deps;
  }

  /** @throws ServiceError `moment.unavailable`, `moment.failed`, `moment.key_spent`, `moment.unauthorised` */
  async send(call: MomentCall): Promise<MomentReply> {
    const { clock, randomness } = this.#deps;
    let afterUnanswered = false;
    for (let tries = 1; ; tries += 1) {
      const tried = await this.#try(call);
      if (!('error' in tried)) return { status: tried.status, body: tried.body, afterUnanswered };
      const backOff = randomness.fraction() * Math.min(PAUSE_MS_MAX, PAUSE_MS * 2 ** tries);
      const pause = Math.max(backOff, tried.error.retryAfterMs ?? 0);
      if (tries === TRIES_MAX || clock.now() + pause >= call.deadline) throw tried.error;
      afterUnanswered ||= tried.unanswered;
      await clock.sleep(pause);
    }
  }

  async #try(call: MomentCall): Promise<Answer | Failure> {
    const answer = await this.#answer(call);
    if ('error' in answer) return answer;
    const { status, replayed, retryAfterMs } = answer;
    // First of all: a replay tells of an earlier try, perhaps of one with another API key.
    if (replayed && (status === 401 || status === 403 || status === 429 || status >= 500)) {
      throw new ServiceError('moment.key_spent', `Moment replays a stored ${status} for this key`);
    }
    if (status === 401 || status === 403) {
      throw new ServiceError(
        'moment.unauthorised',
        `Moment answered ${status} to our API key; check the key in its secret`,
      );
    }
    if (status !== 429 && status < 500) return answer;
    const code = status === 429 ? 'moment.unavailable' : 'moment.failed';
    return {
      error: new ServiceError(code, `Moment answered ${status}`, { retryAfterMs }),
      unanswered: status !== 429,
    };
  }

  async #answer(call: MomentCall): Promise<Answer | Failure> {
    const { apiKey } = this.#deps;
    // Outside the try: a key that cannot be read is a failure of ours, before anything was sent.
    const key = await apiKey.read('cached');
    try {
      const answer = await this.#fetch(call, key);
      return answer.status === 401 ? await this.#fetch(call, await apiKey.read('anew')) : answer;
    } catch (cause) {
      if (cause instanceof ServiceError) throw cause;
      return {
        error: new ServiceError('moment.unavailable', 'Moment did not answer', { cause }),
        unanswered: true,
      };
    }
  }

  async #fetch(
    { method, path, momentKey, body, deadline }: MomentCall,
    apiKey: string,
  ): Promise<Answer> {
    const { baseUrl, clock, fetchWithin = fetchGlobally } = this.#deps;
    const timeoutMs = Math.min(TRY_MS_MAX, Math.max(TRY_MS_MIN, deadline - clock.now()));
    const request: RequestInit = {
      method,
      // Never carry the API key to another host.
      redirect: 'error',
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json, application/problem+json',
        ...(momentKey === undefined ? {} : { 'idempotency-key': momentKey }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: JSON.stringify(body),
    };
    const response = await fetchWithin(new URL(path, baseUrl), request, timeoutMs);
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    const retryAfterMs = readRetryAfter(String(response.headers.get('retry-after')), clock.now());
    const told = parseJson(await response.text());
    return { status: response.status, body: told, replayed, retryAfterMs };
  }
}

const fetchGlobally: FetchWithin = (url, request, timeoutMs) =>
  fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) });

/** Seconds, or a date (RFC 9110, 10.2.3), which may have passed; undefined for anything else. */
function readRetryAfter(value: string, now: number): number | undefined {
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function parseJson(text: string): unknown {
  let body: unknown;
  try {
    body = parseExactJson(text);
  } catch {
    // What is not JSON has no body.
  }
  return body;
}
