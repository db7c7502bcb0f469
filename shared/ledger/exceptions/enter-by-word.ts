import type { ErrorCode } from '#shared/errors.ts';
import type { KnownLedger } from '#shared/ledger/decide.ts';
import { enterMovement } from '#shared/ledger/decide-movement.ts';
import { afterEntry, postingOf, type Standing, standingOf } from '#shared/ledger/standing.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import { adjustmentKey, type Entry, type PaymentEntry, paymentKey } from '#shared/models/entry.ts';
import type { HeldReason } from '#shared/models/held-event.ts';
import type { Movement } from '#shared/models/movement.ts';
import { isTracked } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import { doubtsOf } from './doubts-of.ts';

/** What a person says of a payment that does not count by itself. */
export type Word = {
  /** Why its event waits: where that is a doubt, the word ends it. */
  readonly reason: HeldReason;
  /** Keys of entries that this payment might be in, and is not. */
  readonly confirmed?: readonly string[] | undefined;
};

export type Refused = {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly message: string;
  /** For the caller's eyes. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
};

export type Entered = {
  readonly kind: 'entered';
  readonly entry: Entry;
  readonly posting: Posting;
};

/**
 * Enters a payment, or what its amount is to be put right by, because a person says so. Nothing is taken on trust that can
 * be known: what counts already does not count again, and what may be another payment must be said not to be that one.
 *
 * @param movement on the obligation where it is to count, its cause with who decided
 * @param now ISO time; the entry is recorded then, or with the newest one if that is later
 */
export function enterByWord(
  movement: Movement,
  known: KnownLedger,
  word: Word,
  now: string,
): Entered | Refused {
  const { obligation } = known;
  const { key, obligationId, currency } = movement;
  if (!obligation) {
    return refused('exception.obligation_unknown', `Nobody here has ${obligationId}`);
  }
  if (!isTracked(obligation)) {
    return refused('balance.not_tracked', `${obligationId} was created without a balance`);
  }
  const doubt = known.doubts.find((each) => paymentKey(each) === key);
  if (doubt?.settled) return alreadySettled(doubt.settled.entry);
  if (currency !== obligation.currency) {
    const message = `It is ${currency}, and the balance of ${obligationId} is in ${obligation.currency}`;
    return refused('exception.currency_differs', message);
  }
  const standing: Standing = {
    ...standingOf(obligation, now),
    entered: new Map(known.entries.map((entry) => [entry.key, entry])),
    toldByBoth: new Map(known.toldByBoth),
  };
  const existing = standing.entered.get(key);
  if (existing) return adjust(existing, movement, standing, word);
  const entries = doubtsOf(movement, standing, doubt, word);
  if (entries.length === 0) return enter(movement, standing, movement.amount, { ruledOut: doubt });
  const message = `It may be in ${entries.join(', ')} already: look, and send confirm with these ids if it is another payment`;
  return refused('exception.in_doubt', message, { entries });
}

/** It has an entry: what a person can do still is put its amount right, once. */
function adjust(
  existing: Entry,
  movement: Movement,
  standing: Standing,
  { reason }: Word,
): Entered | Refused {
  if (reason !== 'payment_retold' || existing.type !== 'payment') {
    return alreadySettled(existing.key);
  }
  const adjustment = standing.entered.get(adjustmentKey(movement));
  if (adjustment) {
    const message = `What was applied of it was put right already: use POST adjustments for more`;
    return refused('exception.adjusted', message, { entry: adjustment.key });
  }
  const by = movement.amount - existing.amount;
  if (by !== 0) return enter(movement, standing, by, { adjusts: existing });
  const message = `${existing.key} has the amount that it tells: there is nothing to apply`;
  return refused('exception.not_resolvable', message, { actions: ['dismiss'] });
}

function enter(
  movement: Movement,
  start: Standing,
  amount: number,
  { adjusts, ruledOut }: { adjusts?: PaymentEntry; ruledOut?: Doubt | undefined },
): Entered | Refused {
  const outcome = enterMovement(movement, start, amount, adjusts);
  if (outcome.kind !== 'applied') {
    return refused('balance.out_of_range', `${start.balance} and ${amount} make no exact number`);
  }
  const { entry } = outcome;
  const { paymentId, toldBy } = movement;
  const payment = adjusts ? undefined : { paymentId, toldBy, amount: -amount };
  const posting = postingOf(start, afterEntry(start, entry, payment), [entry]);
  // Moment may have it otherwise, and long since.
  return {
    kind: 'entered',
    entry,
    posting: { ...posting, tellMoment: true, ...(ruledOut && { ruledOut }) },
  };
}

export function alreadySettled(entry: string | undefined): Refused {
  return entry === undefined
    ? refused('exception.settled', 'A person said that this payment is not to count')
    : refused('exception.settled', `The payment counts already: ${entry}`, { entry });
}

export function refused(code: ErrorCode, message: string, members?: Refused['members']): Refused {
  return { kind: 'refused', code, message, ...(members && { members }) };
}
