import type { Side } from '#bench/world/payments.ts';
import { PRICES } from './prices.ts';

/** What one side takes for an event, measured with batches of one size. */
export type Usage = {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Of the functions' own lines. */
  readonly loggedBytes: number;
  readonly webhookMs: number;
  readonly reconcileMs: number;
  /** Log lines that the functions write for an event. */
  readonly logLines: number;
};

export type Traffic = {
  readonly eventsPerSecond: number;
  /** Events that one invocation of the reconcile function gets. */
  readonly batch: number;
  readonly api: 'http' | 'rest';
};

export const LINES = ['API', 'functions', 'queue', 'table', 'logs'] as const;
export type Line = (typeof LINES)[number];

const MEMORY_GB = 0.5;
/** A function of 512 MB has 512/1769 of a processor (Lambda Developer Guide, memory); all of its time is taken for processor time. */
const SLOWER_THAN_HERE = 1769 / 512;
/** SQS hands over and deletes ten messages a request at most. */
const MESSAGES_PER_REQUEST_MAX = 10;
/**
 * Batches that Lambda reads at once however little comes: five, or down to two where no maximum of concurrency is
 * set, as ours is (Lambda Developer Guide, scaling of SQS event source mappings). What they ask in vain is paid.
 */
const POLLERS: Readonly<Record<Side, number>> = { ours: 5, peer: 2 };
/** The longest that SQS lets a request wait for a message (SQS Developer Guide, long polling). */
const POLL_SECONDS_MAX = 20;
type Written = { readonly bytes: number; readonly lines: number };

/**
 * What Lambda writes of an invocation that went well: START, END and REPORT, or nothing where its own level is WARN.
 * And what the API writes of a request, as its format has it: the peer's is the one in the documentation.
 */
export const AWS_WRITES: Readonly<
  Record<Side, Readonly<Record<'invocation' | 'request', Written>>>
> = {
  ours: { invocation: { bytes: 0, lines: 0 }, request: { bytes: 190, lines: 1 } },
  peer: { invocation: { bytes: 66 + 52 + 160, lines: 3 }, request: { bytes: 210, lines: 1 } },
};
/** CloudWatch counts 26 bytes more for each line (PutLogEvents). */
const BYTES_PER_LINE = 26;
/** X-Ray's default rule: one a second, and 5 % of the others. */
const TRACED_SHARE = 0.05;

/** Dollars for an event, line by line. */
export function costOf(
  side: Side,
  usage: Usage,
  { eventsPerSecond, batch, api }: Traffic,
): Record<Line, number> {
  const invocations = 1 + 1 / batch;
  const requestsPerBatch = 2 * Math.ceil(batch / MESSAGES_PER_REQUEST_MAX);
  const pollsInVain = POLLERS[side] / POLL_SECONDS_MAX / eventsPerSecond;
  const { invocation, request } = AWS_WRITES[side];
  return {
    API: api === 'http' ? PRICES.httpApiRequest : PRICES.restApiRequest,
    functions:
      invocations * PRICES.lambdaRequest + computeDollars(usage.webhookMs + usage.reconcileMs),
    queue: (1 + requestsPerBatch / batch + pollsInVain) * PRICES.sqsRequest,
    table: usage.writeUnits * PRICES.writeUnit + usage.readUnits * PRICES.readUnit,
    logs:
      logDollars({ bytes: usage.loggedBytes, lines: usage.logLines }, request) +
      invocations * logDollars(invocation),
  };
}

/** Dollars for an event besides, where both functions are traced. */
export function costOfTraces({ eventsPerSecond, batch }: Omit<Traffic, 'api'>): number {
  return (traced(eventsPerSecond) + traced(eventsPerSecond / batch) / batch) * PRICES.trace;
}

/** As long as this takes in a function of 512 MB, of milliseconds that were measured here. */
export function secondsInLambda(milliseconds: number): number {
  return (milliseconds * SLOWER_THAN_HERE) / 1000;
}

/** Dollars for the time of a function, of milliseconds that were measured here. */
export function computeDollars(milliseconds: number): number {
  return secondsInLambda(milliseconds) * MEMORY_GB * PRICES.lambdaGigabyteSecond;
}

export function logDollars(...written: readonly Written[]): number {
  const paid = written.map(({ bytes, lines }) => bytes + lines * BYTES_PER_LINE);
  return (paid.reduce((sum, bytes) => sum + bytes, 0) / 1e9) * PRICES.logGigabyte;
}

/** The share of invocations that are traced, at so many a second. */
function traced(perSecond: number): number {
  return Math.min(1, (1 + TRACED_SHARE * Math.max(0, perSecond - 1)) / Math.max(1, perSecond));
}
