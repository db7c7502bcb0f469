import { ServiceError } from '#shared/errors.ts';
import { type Decision, decide } from '#shared/ledger/decide.ts';
import type { HeldOutcome } from '#shared/ledger/outcome.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import type { Tellings } from '#shared/models/tellings.ts';
import type { HeldEvents, Postings } from '#shared/ports/ledger.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';
import { retryConflicts } from '#shared/use-cases/retry-conflicts.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { heldKeyOf, keepOthers } from './keep-others.ts';
import { readKnown } from './read-known.ts';
import { readMovement } from './read-movement.ts';
import { settleOther, settleStale } from './settle-others.ts';
import type { Payment, Payments, Settled, Settlement } from './settlement.ts';

export type SettleDeps = {
  readonly ledger: Postings & HeldEvents;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly tellings: Tellings;
  /** @default unknown */
  readonly momentLowers?: Lowers | undefined;
};

// The balance, and for each event its entry, the event that waited, and the Payment Request that it settles or what an
// adjustment rests on: 76 at most stay below the 100 items of a transaction, and 3 MB below its 4 MB
// (DynamoDB Developer Guide, TransactWriteItems).
const EVENTS_PER_POSTING_MAX = 25;
const BYTES_PER_POSTING_MAX = 3_000_000;

/**
 * Settles events for ever, one settlement per event. Those of one obligation stay in their order and are
 * written together; a failure there fails nothing elsewhere.
 *
 * @param deadline epoch milliseconds after which no call is begun: what is left fails with `ledger.busy`
 */
export async function settleEvents(
  events: readonly IncomingEvent[],
  deadline: number,
  deps: SettleDeps,
): Promise<readonly Settlement[]> {
  const payments: Payment[] = [];
  const others: (Settled & { readonly outcome: HeldOutcome })[] = [];
  for (const incoming of events) {
    const read = readMovement(incoming, deps.tellings);
    if ('movement' in read) payments.push({ incoming, ...read });
    else others.push({ incoming, ...read });
  }
  const isStale = ({ incoming }: Payment) => incoming.verdict !== undefined;
  const fresh = payments.filter((payment) => !isStale(payment));
  const groups = Map.groupBy(fresh, ({ movement }) => movement.obligationId);
  const settled = await Promise.all([
    ...others.map(async (other) => [await settleOther(other, deadline, deps)]),
    ...payments.filter(isStale).map(async (stale) => [await settleStale(stale, deadline, deps)]),
    ...[...groups.values()].map((group) => settleGroup(group, deadline, deps)),
  ]);
  return settled.flat();
}

async function settleGroup(
  group: readonly Payment[],
  deadline: number,
  deps: SettleDeps,
): Promise<Settlement[]> {
  const settlements: Settlement[] = [];
  // One after the other: they write to the same balance.
  for (const payments of chunk(group))
    settlements.push(...(await settleChunk(payments, deadline, deps)));
  return settlements;
}

/** One whose item cannot be read fails all of them each time they come together: alone, it fails itself. */
async function settleChunk(
  payments: Payments,
  deadline: number,
  deps: SettleDeps,
): Promise<readonly Settlement[]> {
  try {
    return await settleTogether(payments, deadline, deps);
  } catch (error) {
    const isPassing = error instanceof ServiceError;
    if (isPassing || payments.length === 1) {
      return payments.map(({ incoming }) => ({ incoming, error }));
    }
  }
  return settleApart(payments, deadline, deps);
}

async function settleApart(
  payments: Payments,
  deadline: number,
  deps: SettleDeps,
): Promise<readonly Settlement[]> {
  const settlements: Settlement[] = [];
  /** What is told of a payment later is judged by what was told first. */
  const failed = new Map<string, unknown>();
  for (const payment of payments) {
    const { movement, incoming } = payment;
    try {
      if (failed.has(movement.key)) throw failed.get(movement.key);
      settlements.push(...(await settleTogether([payment], deadline, deps)));
    } catch (error) {
      failed.set(movement.key, error);
      settlements.push({ incoming, error });
    }
  }
  return settlements;
}

async function settleTogether(
  payments: Payments,
  deadline: number,
  deps: SettleDeps,
): Promise<Settlement[]> {
  const settle = async () => {
    const decision = await decideNow(payments, deps);
    const isPosted = (await post(decision, deps)) === 'posted';
    return isPosted ? keepOthers(decision.decided, deadline, deps) : undefined;
  };
  return retryConflicts(settle, deadline, deps);
}

async function decideNow(
  payments: Payments,
  { ledger, clock, momentLowers }: SettleDeps,
): Promise<Decision<Payment>> {
  const known = await readKnown(payments, ledger);
  return decide(payments, known, new Date(clock.now()).toISOString(), momentLowers);
}

async function post(
  { posting, decided }: Decision<Payment>,
  { ledger }: SettleDeps,
): Promise<'posted' | 'conflict'> {
  if (!posting) return 'posted';
  const settled = decided
    .filter(({ arrival, outcome }) => arrival.incoming.waited && outcome.kind === 'applied')
    .map(({ arrival }) => heldKeyOf(arrival.incoming));
  return ledger.post(posting, settled);
}

function chunk(payments: readonly Payment[]): Payments[] {
  const chunks: [Payment, ...Payment[]][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const payment of payments) {
    const current = chunks.at(-1);
    bytes += payment.incoming.raw.length;
    if (!current || current.length === EVENTS_PER_POSTING_MAX || bytes > BYTES_PER_POSTING_MAX) {
      chunks.push([payment]);
      bytes = payment.incoming.raw.length;
    } else {
      current.push(payment);
    }
  }
  return chunks;
}
