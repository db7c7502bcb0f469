import { type Doubt, withDoubt } from '#shared/models/doubt.ts';
import { adjustsPayment, type Entry, paymentKey } from '#shared/models/entry.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import type { Movement } from '#shared/models/movement.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import { decideMovement, settledElsewhere } from './decide-movement.ts';
import { mustTellPayments } from './must-tell.ts';
import { type Outcome, quarantined } from './outcome.ts';
import { afterEntry, type Standing, standingOf, toPosting } from './standing.ts';

/** What was read of a ledger, to decide by. */
export type KnownLedger = {
  readonly obligation: Obligation | undefined;
  /** Entries that exist under keys of these movements. */
  readonly entries: readonly Entry[];
  readonly toldByBoth: readonly ToldByBoth[];
  /** Of payments that are not entered, and those that a person settled elsewhere. */
  readonly doubts: readonly Doubt[];
};

/** The key of a payment of which both tellings were seen, and `data.id` of the event that told it second. */
export type ToldByBoth = readonly [key: string, dataId: string];

/** Whatever arrives with a movement, and what becomes of it. */
export type Decided<A> = { readonly arrival: A; readonly outcome: Outcome };

export type Decision<A> = {
  /** One for each, in their order. */
  readonly decided: readonly Decided<A>[];
  /** Absent where no balance moves. */
  readonly posting: Posting | undefined;
};

/**
 * What becomes of movements on one obligation. Moment redelivers, and tells of one payment by several events:
 * whatever meets the key of an entry that exists changes nothing if it tells the same, and goes to a person
 * if it contradicts it.
 *
 * @param now ISO time; entries are recorded then, or with the newest one if that is later
 * @param lowers decides whether Moment has to learn of them
 */
export function decide<A extends { readonly movement: Movement }>(
  arrivals: readonly A[],
  known: KnownLedger,
  now: string,
  lowers: Lowers = 'unknown',
): Decision<A> {
  const { obligation } = known;
  const doubts = new Map(known.doubts.map((doubt) => [paymentKey(doubt), doubt]));
  if (!obligation || !isTracked(obligation)) {
    const outcome = outcomeWithoutBalance(obligation);
    const decided = arrivals.map((arrival) => ({
      arrival,
      outcome: settledElsewhere(arrival.movement, { doubts }) ?? outcome,
    }));
    return { decided, posting: undefined };
  }
  const start: Standing = {
    ...standingOf(obligation, now),
    entered: new Map(known.entries.map((entry) => [entry.key, entry])),
    toldByBoth: new Map([...known.toldByBoth, ...known.entries.flatMap(adjusted)]),
    doubts,
  };
  const { decided, entries, standing } = decideInOrder(arrivals, start);
  const posting = toPosting(start, standing, entries);
  const tells = posting && mustTellPayments(obligation, entries, lowers);
  return { decided, posting: tells ? { ...posting, tellMoment: true } : posting };
}

/**
 * One after the other; but what was held comes again at the end where its payment is entered: what was in doubt, out
 * of range, or in the opening balance, is none of that by what a later event told of it.
 */
function decideInOrder<A extends { readonly movement: Movement }>(
  arrivals: readonly A[],
  start: Standing,
) {
  const entries: Entry[] = [];
  let standing = start;
  const settle = (arrival: A): Decided<A> => {
    const outcome = decideMovement(arrival.movement, standing);
    standing = standingAfter(standing, arrival.movement, outcome);
    if (outcome.kind === 'applied') entries.push(outcome.entry);
    return { arrival, outcome };
  };
  const decided = arrivals.map(settle).map((first) => {
    const { kind } = first.outcome;
    const isHeld = kind === 'quarantined' || kind === 'ignored';
    return isHeld && standing.entered.has(first.arrival.movement.key)
      ? settle(first.arrival)
      : first;
  });
  return { decided, entries, standing };
}

/** What was adjusted was told by both. */
function adjusted(entry: Entry): readonly ToldByBoth[] {
  // Stryker disable next-line ConditionalExpression,ArrayDeclaration: what is no payment's key is nobody's
  return adjustsPayment(entry) ? [[entry.adjusts, entry.cause.dataId]] : [];
}

function outcomeWithoutBalance(obligation: Obligation | undefined): Outcome {
  return obligation
    ? quarantined('balance_not_tracked', `${obligation.id} was created without a balance`)
    : { kind: 'unmatched', reason: 'obligation_unknown' };
}

function standingAfter(standing: Standing, movement: Movement, outcome: Outcome): Standing {
  const { paymentId, toldBy } = movement;
  if (outcome.kind === 'applied') {
    const { entry } = outcome;
    if (entry.type === 'payment') {
      return afterEntry(standing, entry, { paymentId, toldBy, amount: -entry.amount });
    }
    const toldByBoth = new Map([...standing.toldByBoth, ...adjusted(entry)]);
    return { ...afterEntry(standing, entry), toldByBoth };
  }
  if (outcome.kind !== 'duplicate') {
    const { doubts } = standing;
    if (!outcome.doubt) return standing;
    const doubt = withDoubt(doubts.get(movement.key), outcome.doubt);
    return { ...standing, doubts: new Map(doubts).set(movement.key, doubt) };
  }
  if (!outcome.telling) return standing;
  const { key, cause } = movement;
  return { ...standing, toldByBoth: new Map(standing.toldByBoth).set(key, cause.dataId) };
}
