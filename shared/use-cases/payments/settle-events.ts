import { ServiceError } from '#shared/errors.ts';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import { type IncomingEvent, obligationIdOf, toHeldEvent } from '#shared/ledger/incoming-event.ts';
import type { Outcome } from '#shared/ledger/outcome.ts';
import { type Entry, paymentKey } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { LedgerState, LedgerStore, PostResult } from '#shared/ports/ledger.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';

export type SettleDeps = {
  readonly ledger: LedgerStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
};

type PaymentEvent = Extract<IncomingEvent['event'], { kind: 'payment' }>;
type Decided = { readonly incoming: IncomingEvent; readonly outcome: Outcome };
/** What became of an event, or the reason why that is not known yet. */
export type Settlement = Decided | { readonly incoming: IncomingEvent; readonly error: unknown };

const CONFLICTS_MAX = 10;
// A conflict of two is over in a moment. Where many race, waiting is far cheaper than colliding again: a
// transaction that is cancelled costs as much as one that is done (test/simulation/contention.test.ts).
const BACK_OFF_MS = 20;
const BACK_OFF_FACTOR = 5;
const BACK_OFF_MS_MAX = 2_000;
// 25 entries, the balance and 25 settled events stay below the 100 items of a transaction, and
// 3 MB below its 4 MB (DynamoDB Developer Guide, TransactWriteItems).
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
  deps: SettleDeps,
  deadline: number,
): Promise<readonly Settlement[]> {
  const groups = Map.groupBy(events, ({ event, hash }) => obligationIdOf(event) ?? hash);
  const settled = await Promise.all(
    [...groups.values()].map((group) => settleGroup(group, deps, deadline)),
  );
  return settled.flat();
}

async function settleGroup(
  group: readonly IncomingEvent[],
  deps: SettleDeps,
  deadline: number,
): Promise<Settlement[]> {
  const settlements: Settlement[] = [];
  // One after the other: they write to the same balance.
  for (const events of chunk(group)) {
    try {
      settlements.push(...(await settleTogether(events, deps, deadline)));
    } catch (error) {
      settlements.push(...events.map((incoming) => ({ incoming, error })));
    }
  }
  return settlements;
}

async function settleTogether(
  events: readonly IncomingEvent[],
  deps: SettleDeps,
  deadline: number,
): Promise<Settlement[]> {
  const { ledger, clock, randomness } = deps;
  let conflicts = 0;
  while (conflicts < CONFLICTS_MAX && clock.now() < deadline) {
    const decision = await decideNow(events, deps);
    if ((await post(decision, ledger)) === 'posted') {
      const settlements = await keepOthers(decision.decided, deps, deadline);
      if (settlements !== 'obligation_exists') return settlements;
    }
    const pause = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS * BACK_OFF_FACTOR ** conflicts);
    conflicts += 1;
    const left = Math.max(0, deadline - clock.now());
    await clock.sleep(Math.min(randomness.fraction() * pause, left));
  }
  if (conflicts === 0) throw outOfTime();
  throw new ServiceError(
    'ledger.busy',
    `Others wrote to the same obligation ${conflicts} times in a row`,
  );
}

function outOfTime(): ServiceError {
  return new ServiceError('ledger.busy', 'No time was left to settle the event');
}

type Decision = {
  readonly obligation: Obligation | undefined;
  readonly decided: readonly Decided[];
  readonly entries: readonly Entry[];
};

async function decideNow(
  events: readonly IncomingEvent[],
  { ledger, clock }: SettleDeps,
): Promise<Decision> {
  const state = await read(events, ledger);
  const now = new Date(clock.now()).toISOString();
  const { outcomes, entries } = decideEvents(state?.obligation, events, state?.entries, now);
  const decided = outcomes.map((outcome, index) => ({
    // There is one outcome per event, in their order.
    incoming: events[index] as IncomingEvent,
    outcome,
  }));
  return { obligation: state?.obligation, decided, entries };
}

/** What the table has of these events; undefined if they concern no obligation. */
async function read(
  events: readonly IncomingEvent[],
  ledger: LedgerStore,
): Promise<LedgerState | undefined> {
  const [obligationId] = events.map(({ event }) => obligationIdOf(event));
  if (obligationId === undefined) return undefined;
  // They share it, so each of them tells of a payment.
  const payments = events.map(({ event }) => (event as PaymentEvent).payment);
  return ledger.readLedger(obligationId, payments.map(paymentKey));
}

async function post(
  { obligation, decided, entries }: Decision,
  ledger: LedgerStore,
): Promise<PostResult> {
  const newest = entries.at(-1);
  if (!obligation || !newest) return 'posted';
  return ledger.post({
    obligationId: obligation.id,
    expectedSequence: obligation.sequence,
    balance: newest.endingBalance,
    sequence: newest.sequence,
    entries,
    settledHashes: decided
      .filter(({ incoming, outcome }) => incoming.waited && outcome.kind === 'applied')
      .map(({ incoming }) => incoming.hash),
  });
}

/**
 * Keeps what moved no balance. Where an obligation appeared since it was looked for, nothing was posted
 * either, and all is to be decided again.
 */
async function keepOthers(
  decided: readonly Decided[],
  { ledger, clock }: SettleDeps,
  deadline: number,
): Promise<Settlement[] | 'obligation_exists'> {
  const settlements: Settlement[] = [];
  for (const { incoming, outcome } of decided) {
    try {
      if (outcome.kind !== 'applied' && clock.now() >= deadline) throw outOfTime();
      const kept = await keep(incoming, outcome, ledger);
      if (kept === 'obligation_exists') return kept;
      settlements.push({ incoming, outcome });
    } catch (error) {
      settlements.push({ incoming, error });
    }
  }
  return settlements;
}

async function keep(
  incoming: IncomingEvent,
  outcome: Outcome,
  ledger: LedgerStore,
): Promise<'held' | 'obligation_exists' | undefined> {
  if (outcome.kind === 'applied') return undefined;
  if (outcome.kind === 'unmatched' && incoming.waited) return undefined;
  if (outcome.kind !== 'duplicate') return ledger.hold(toHeldEvent(incoming, outcome));
  if (incoming.waited) await ledger.release(incoming.hash);
  return undefined;
}

function chunk(events: readonly IncomingEvent[]): IncomingEvent[][] {
  const chunks: IncomingEvent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const incoming of events) {
    const current = chunks.at(-1);
    bytes += incoming.raw.length;
    if (!current || current.length === EVENTS_PER_POSTING_MAX || bytes > BYTES_PER_POSTING_MAX) {
      chunks.push([incoming]);
      bytes = incoming.raw.length;
    } else {
      current.push(incoming);
    }
  }
  return chunks;
}
