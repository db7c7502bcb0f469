import type { Side } from '#bench/world/payments.ts';
import { AWS_WRITES, computeDollars, logDollars, secondsInLambda } from './cost-model.ts';
import { PRICES } from './prices.ts';

/** What one delivery that is refused takes, as measured. */
export type Refusal = {
  /** Of the function's own lines. */
  readonly loggedBytes: number;
  readonly logLines: number;
  /** On this machine. */
  readonly milliseconds: number;
  /** Body and headers. */
  readonly answeredBytes: number;
};

export type Requests = {
  /** What the throttle of the webhook lets pass. */
  readonly perSecond: number;
  readonly bodyBytes: number;
};

export const STRANGER_LINES = ['API', 'functions', 'logs', 'secret', 'data out'] as const;
export type StrangerLine = (typeof STRANGER_LINES)[number];

const SECONDS_A_DAY = 24 * 3600;
/** The API counts each of these that is begun as one request more (API Gateway pricing, HTTP APIs). */
const METERED_BYTES = 512 * 1024;
/** The API takes no larger body (API Gateway quotas, HTTP APIs). */
export const BODY_BYTES_MAX = 10 * 1024 * 1024;
/** Where no key made a signature, each environment of ours reads the secret again, this often at most. */
const REREAD_SECONDS = 10;

/** Dollars for a day in which somebody without a key keeps the throttle of the webhook full. */
export function costOfStrangersDay(
  side: Side,
  refusal: Refusal,
  { perSecond, bodyBytes }: Requests,
): Record<StrangerLine, number> {
  const requests = perSecond * SECONDS_A_DAY;
  const { invocation, request } = AWS_WRITES[side];
  const written = { bytes: refusal.loggedBytes, lines: refusal.logLines };
  const environments = Math.ceil(perSecond * secondsInLambda(refusal.milliseconds));
  const rereads = side === 'ours' ? environments * (SECONDS_A_DAY / REREAD_SECONDS) : 0;
  return {
    API: requests * Math.max(1, Math.ceil(bodyBytes / METERED_BYTES)) * PRICES.httpApiRequest,
    functions: requests * (PRICES.lambdaRequest + computeDollars(refusal.milliseconds)),
    logs: requests * logDollars(written, invocation, request),
    secret: rereads * PRICES.secretRequest,
    'data out': requests * (refusal.answeredBytes / 1e9) * PRICES.dataOutGigabyte,
  };
}

/**
 * Dollars for a request that meets no function: 404 for who does not know the path, 429 for who is more than the
 * throttle lets pass. Whether AWS asks for the request itself is not documented for HTTP APIs: it is in.
 */
export const COST_OF_A_REQUEST_TURNED_AWAY =
  PRICES.httpApiRequest + logDollars(AWS_WRITES.ours.request);
