import { type Doubt, withDoubt } from '#shared/models/doubt.ts';
import { type Entry, type PaymentEntry, paymentKey } from '#shared/models/entry.ts';
import { addMinorUnits } from '#shared/models/money.ts';
import type { Movement } from '#shared/models/movement.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import { compareTellings } from './compare-tellings.ts';
import { enterAdjustment, enterPayment } from './enter.ts';
import { type Outcome, quarantined } from './outcome.ts';
import { perhapsAnother } from './perhaps-told-twice.ts';
import { afterEntry, type Standing } from './standing.ts';

/** What was read of a ledger, to decide by. */
export type KnownLedger = {
  readonly obligation: Obligation | undefined;
  /** Entries that exist under keys of these movements. */
  readonly entries: readonly Entry[];
  /** Payments, by the keys of their entries, of which both tellings were seen. */
  readonly toldByBoth: readonly string[];
  /** Of payments that are not entered. */
  readonly doubts: readonly Doubt[];
};

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
 */
export function decide<A extends { readonly movement: Movement }>(
  arrivals: readonly A[],
  known: KnownLedger,
  now: string,
): Decision<A> {
  const { obligation } = known;
  if (!obligation || !isTracked(obligation)) {
    const outcome = outcomeWithoutBalance(obligation);
    return { decided: arrivals.map((arrival) => ({ arrival, outcome })), posting: undefined };
  }
  const start: Standing = {
    obligation,
    sequence: obligation.sequence,
    balance: obligation.balance,
    newestPayments: obligation.newestPayments,
    entered: new Map(known.entries.map((entry) => [entry.key, entry])),
    toldByBoth: new Set([...known.toldByBoth, ...known.entries.flatMap(adjusted)]),
    doubts: new Map(known.doubts.map((doubt) => [paymentKey(doubt), doubt])),
    recordedAt: later(now, obligation.recordedAt),
  };
  let standing = start;
  const decided: Decided<A>[] = [];
  const entries: Entry[] = [];
  for (const arrival of arrivals) {
    const outcome = decideMovement(arrival.movement, standing);
    decided.push({ arrival, outcome });
    standing = standingAfter(standing, arrival.movement, outcome);
    if (outcome.kind === 'applied') entries.push(outcome.entry);
  }
  return { decided, posting: toPosting(start, standing, entries) };
}

/** What was adjusted was told by both. */
function adjusted(entry: Entry): readonly string[] {
  return entry.type === 'adjustment' ? [entry.adjusts] : [];
}

function outcomeWithoutBalance(obligation: Obligation | undefined): Outcome {
  return obligation
    ? quarantined('balance_not_tracked', `${obligation.id} was created without a balance`)
    : { kind: 'unmatched', reason: 'obligation_unknown' };
}

function decideMovement(movement: Movement, standing: Standing): Outcome {
  const { obligation, entered } = standing;
  if (movement.currency !== obligation.currency) {
    return quarantined(
      'currency_mismatch',
      `${movement.currency} paid on a balance in ${obligation.currency}`,
    );
  }
  const existing = entered.get(movement.key);
  if (existing?.type === 'payment') return decideAgain(movement, existing, standing);
  if (existing) {
    return quarantined('payment_retold', `${existing.key} is entered as ${existing.type}`);
  }
  const { obligationId, paymentId, toldBy } = movement;
  const raised = standing.doubts.get(movement.key)?.[toldBy];
  // A doubt lasts, though the payment that raised it is none of the newest by now.
  const perhaps = raised ?? perhapsAnother(movement, standing);
  if (perhaps === undefined) return enter(movement, standing, movement.amount);
  return {
    ...quarantined(
      'perhaps_told_twice',
      `${paymentId} may be ${perhaps}, which the other event told with the same amount`,
    ),
    doubt: raised === undefined ? { obligationId, paymentId, toldBy, perhaps } : undefined,
  };
}

/** A payment that is entered, told again. */
function decideAgain(movement: Movement, existing: PaymentEntry, standing: Standing): Outcome {
  const comparison = compareTellings(existing, movement, standing);
  switch (comparison.kind) {
    case 'same':
      return { kind: 'duplicate', entryKey: existing.key };
    case 'other_telling':
      return {
        kind: 'duplicate',
        entryKey: existing.key,
        telling: {
          obligationId: movement.obligationId,
          paymentId: movement.paymentId,
          sequence: existing.sequence,
          amount: -movement.amount,
          paymentRequest: movement.paymentRequest,
          description: movement.description,
          cause: movement.cause,
        },
      };
    case 'to_adjust':
      return enter(movement, standing, comparison.by, existing);
    case 'contradiction':
      return quarantined('payment_retold', comparison.detail);
  }
}

/** @param adjusts the payment's entry, where its amount is put right */
function enter(
  movement: Movement,
  standing: Standing,
  amount: number,
  adjusts?: PaymentEntry,
): Outcome {
  const endingBalance = addMinorUnits(standing.balance, amount);
  if (endingBalance === undefined) {
    const words = amount < 0 ? `less ${-amount}` : `and ${amount}`;
    return quarantined(
      'balance_out_of_range',
      `${standing.balance} ${words} is not an exact number`,
    );
  }
  const place = { standing, amount, endingBalance };
  const entry = adjusts ? enterAdjustment(movement, place, adjusts) : enterPayment(movement, place);
  return { kind: 'applied', entry };
}

function standingAfter(standing: Standing, movement: Movement, outcome: Outcome): Standing {
  const { paymentId, toldBy } = movement;
  if (outcome.kind === 'applied') {
    const { entry } = outcome;
    if (entry.type === 'payment') {
      return afterEntry(standing, entry, { paymentId, toldBy, amount: -entry.amount });
    }
    const toldByBoth = new Set([...standing.toldByBoth, ...adjusted(entry)]);
    return { ...afterEntry(standing, entry), toldByBoth };
  }
  if (outcome.kind !== 'duplicate') {
    const { doubts } = standing;
    if (!outcome.doubt) return standing;
    const doubt = withDoubt(doubts.get(movement.key), outcome.doubt);
    return { ...standing, doubts: new Map(doubts).set(movement.key, doubt) };
  }
  if (!outcome.telling) return standing;
  return { ...standing, toldByBoth: new Set([...standing.toldByBoth, movement.key]) };
}

function toPosting(
  { obligation, sequence, balance }: Standing,
  end: Standing,
  entries: readonly Entry[],
): Posting | undefined {
  if (entries.length === 0) return undefined;
  return {
    obligationId: obligation.id,
    expected: { sequence, balance },
    head: {
      sequence: end.sequence,
      balance: end.balance,
      recordedAt: end.recordedAt,
      newestPayments: end.newestPayments,
    },
    entries,
  };
}

function later(now: string, newest: string | undefined): string {
  return newest !== undefined && newest > now ? newest : now;
}
