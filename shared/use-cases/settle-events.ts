import { ServiceError } from '#shared/errors.ts';
import { type Decision, decideEvents } from '#shared/ledger/decide-events.ts';
import { type IncomingEvent, toHeldEvent } from '#shared/ledger/incoming-event.ts';
import type { Outcome } from '#shared/ledger/outcome.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Clock, LedgerStore, PostResult, Randomness } from '#shared/ports.ts';

export type SettleDeps = {
  readonly ledger: LedgerStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
};

/** What became of an event, or the reason why that is not known yet. */
export type Settlement =
  | { readonly incoming: IncomingEvent; readonly outcome: Outcome }
  | { readonly incoming: IncomingEvent; readonly error: unknown };

const CONFLICTS_MAX = 8;
const BACK_OFF_MS_MAX = 400;
// 25 entries, the balance and 25 settled events stay below the 100 items of a transaction, and
// 3 MB below its 4 MB (DynamoDB Developer Guide, TransactWriteItems).
const EVENTS_PER_POSTING_MAX = 25;
const BYTES_PER_POSTING_MAX = 3_000_000;

/**
 * Settles events for ever, one settlement per event, in their order. Those of one obligation are written
 * together; a failure there fails nothing elsewhere.
 */
export async function settleEvents(
  events: readonly IncomingEvent[],
  deps: SettleDeps,
): Promise<readonly Settlement[]> {
  const groups = Map.groupBy(events, ({ event, hash }) =>
    event.kind === 'payment' ? event.payment.obligationId : hash,
  );
  const settled = await Promise.all([...groups.values()].map((group) => settleGroup(group, deps)));
  const byEvent = new Map(settled.flat().map((settlement) => [settlement.incoming, settlement]));
  return events.map(
    (incoming) => byEvent.get(incoming) ?? { incoming, error: new Error('not settled') },
  );
}

async function settleGroup(
  group: readonly IncomingEvent[],
  deps: SettleDeps,
): Promise<Settlement[]> {
  const settlements: Settlement[] = [];
  // One after the other: they write to the same balance.
  for (const events of chunk(group)) {
    try {
      settlements.push(...(await settleTogether(events, deps)));
    } catch (error) {
      settlements.push(...events.map((incoming) => ({ incoming, error })));
    }
  }
  return settlements;
}

async function settleTogether(
  events: readonly IncomingEvent[],
  deps: SettleDeps,
): Promise<Settlement[]> {
  const { ledger, clock, randomness } = deps;
  const known: Entry[] = [];
  let conflicts = 0;
  while (conflicts < CONFLICTS_MAX) {
    const decision = await decideNow(events, known, deps);
    const posted = await post(events, decision, ledger);
    if (posted.kind === 'already_entered') {
      // No conflict: every time at least one more entry is known, so this ends by itself.
      known.push(...posted.entries);
      continue;
    }
    if (posted.kind === 'posted') {
      const settlements = await keepOthers(events, decision.outcomes, ledger);
      if (settlements !== 'obligation_exists') return settlements;
    }
    conflicts += 1;
    await clock.sleep(randomness.fraction() * Math.min(BACK_OFF_MS_MAX, 10 * 2 ** conflicts));
  }
  throw new ServiceError(
    'ledger.busy',
    `Others wrote to the same obligation ${CONFLICTS_MAX} times in a row`,
  );
}

type Read = Decision & { readonly obligation: Obligation | undefined };

async function decideNow(
  events: readonly IncomingEvent[],
  known: readonly Entry[],
  { ledger, clock }: SettleDeps,
): Promise<Read> {
  const event = events[0]?.event;
  const obligation =
    event?.kind === 'payment' ? await ledger.findObligation(event.payment.obligationId) : undefined;
  return {
    obligation,
    ...decideEvents(obligation, events, known, new Date(clock.now()).toISOString()),
  };
}

async function post(
  events: readonly IncomingEvent[],
  { obligation, entries, outcomes }: Read,
  ledger: LedgerStore,
): Promise<PostResult> {
  const newest = entries.at(-1);
  if (!obligation || !newest) return { kind: 'posted' };
  return ledger.post({
    obligationId: obligation.id,
    expectedSequence: obligation.sequence,
    balance: newest.endingBalance,
    sequence: newest.sequence,
    entries,
    settledHashes: events
      .filter(({ waited }, index) => waited && outcomes[index]?.kind === 'applied')
      .map(({ hash }) => hash),
  });
}

/**
 * Keeps what moved no balance. Where an obligation appeared since it was looked for, nothing was posted
 * either, and all is to be decided again.
 */
async function keepOthers(
  events: readonly IncomingEvent[],
  outcomes: readonly Outcome[],
  ledger: LedgerStore,
): Promise<Settlement[] | 'obligation_exists'> {
  const settlements: Settlement[] = [];
  for (const [index, incoming] of events.entries()) {
    const outcome = outcomes[index];
    if (!outcome) continue;
    try {
      if ((await keep(incoming, outcome, ledger)) === 'obligation_exists')
        return 'obligation_exists';
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
  if (outcome.kind === 'unmatched' && incoming.waited) return 'held';
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
