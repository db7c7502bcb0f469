import type { ErrorCode } from '#shared/errors.ts';
import type { ChangeCause } from '#shared/models/cause.ts';
import type { Change, Done, Unchanged } from '#shared/models/change.ts';
import { type ChangeEntry, commandKey } from '#shared/models/entry.ts';
import { addMinorUnits } from '#shared/models/money.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { Undoable, Undone } from '#shared/models/undone.ts';
import { doneBefore } from './done-before.ts';
import { timesOf } from './enter.ts';
import { afterEntry, postingOf, type Standing, standingOf } from './standing.ts';
import { undoing, whyNotUndoable } from './undo.ts';

/** What was read, the obligation first: whatever was written since moves its sequence, and then nothing is posted. */
export type KnownForChange = {
  readonly obligation: Obligation;
  /** All that stands under the command's key. */
  readonly done: readonly Done[];
  /** Whether an intent has the key: a creation, or a presentation. */
  readonly isIntent: boolean;
  /** Where an entry is to be undone. */
  readonly undoable?: Undoable | undefined;
};

export type ChangeDecision =
  | { readonly kind: 'done'; readonly done: Done }
  | { readonly kind: 'post'; readonly entry: ChangeEntry; readonly posting: Posting }
  | { readonly kind: 'keep'; readonly unchanged: Unchanged }
  | ChangeRefusal;

export type ChangeRefusal = {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly message: string;
  /** For the caller's eyes. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
};

/** An entry, but for what its place in the ledger gives it. */
type Moved = { readonly amount: number; readonly effectiveAt?: string | undefined } & (
  | { readonly type: 'charge' | 'adjustment' }
  | { readonly type: 'reversal'; readonly reverses: string }
  | { readonly type: 'refund'; readonly reverses: string; readonly paymentId: string }
);

/** Undone entries are counted in one item: it stays below a kilobyte. */
export const REVERSALS_MAX = 100;

/**
 * What a command does to a balance: once under its key, for ever.
 *
 * @param now ISO time; the entry is recorded then, or with the newest one if that is later
 */
export function decideChange(
  change: Change,
  cause: ChangeCause,
  known: KnownForChange,
  now: string,
): ChangeDecision {
  const { obligation } = known;
  const before = doneBefore(cause, known);
  if (before === 'another_request') return refused('idempotency_key.reused', KEY_REUSED);
  if (before) return { kind: 'done', done: before };
  if (!isTracked(obligation)) {
    return refused('balance.not_tracked', `${obligation.id} was created without a balance`);
  }
  const standing = standingOf(obligation, now);
  switch (change.kind) {
    case 'charge':
    case 'adjustment': {
      const { kind: type, amount, effectiveAt } = change;
      return enter({ type, amount, effectiveAt }, cause, standing);
    }
    case 'refresh':
      return refresh(change, cause, standing);
    case 'reversal':
      return reverse(change, cause, standing, known.undoable);
  }
}

function refresh(
  { balance, expectedSequence }: Extract<Change, { kind: 'refresh' }>,
  cause: ChangeCause,
  standing: Standing,
): ChangeDecision {
  const { obligation, sequence } = standing;
  if (expectedSequence !== undefined && expectedSequence !== sequence) {
    return refused(
      'sequence.unexpected',
      `Its newest entry is ${sequence}, and ${expectedSequence} was expected: read the balance again`,
      { sequence, balance: standing.balance },
    );
  }
  const amount = addMinorUnits(balance, -standing.balance);
  if (amount === undefined) return outOfRange(balance, -standing.balance);
  if (amount !== 0) return enter({ type: 'adjustment', amount }, cause, standing);
  const { key, requestHash } = cause;
  const { id: obligationId, currency } = obligation;
  const { recordedAt } = standing;
  return {
    kind: 'keep',
    unchanged: { key, obligationId, requestHash, currency, balance, sequence, recordedAt },
  };
}

function reverse(
  { reverses, amount, effectiveAt }: Extract<Change, { kind: 'reversal' }>,
  cause: ChangeCause,
  standing: Standing,
  { entry, adjustment, undone }: Undoable = NOTHING,
): ChangeDecision {
  if (!entry) return refused('entry.not_found', 'The obligation has no entry of this id');
  const why = whyNotUndoable(entry);
  if (why !== undefined) return refused('entry.not_reversible', `Not to be undone: ${why}`);
  const { amount: undoneSoFar, by } = undone ?? { amount: 0, by: [] };
  if (by.length >= REVERSALS_MAX) {
    return refused('entry.not_reversible', `It was undone in ${by.length} parts already`);
  }
  const whole = undoing(entry.amount, adjustment?.amount);
  const left = Math.max(0, Math.abs(whole) - undoneSoFar);
  const part = amount ?? left;
  if (left === 0 || part > left) {
    return refused('amount.exceeds_entry', `${left} of the entry is left to undo`, { left });
  }
  const moved = {
    amount: Math.sign(whole) * part,
    effectiveAt: effectiveAt ?? entry.effectiveAt,
    reverses,
  };
  const decision =
    entry.type === 'payment'
      ? enter({ ...moved, type: 'refund', paymentId: entry.paymentId }, cause, standing)
      : enter({ ...moved, type: 'reversal' }, cause, standing);
  if (decision.kind !== 'post') return decision;
  const next: Undone = {
    obligationId: standing.obligation.id,
    entryKey: reverses,
    amount: undoneSoFar + part,
    by: [...by, decision.entry.sequence],
  };
  const undoes = { undone: next, expected: undone?.amount };
  return { ...decision, posting: { ...decision.posting, undoes } };
}

const KEY_REUSED =
  'This Idempotency-Key came with another request before; use a new one for each new request';

const NOTHING: Undoable = { entry: undefined, adjustment: undefined, undone: undefined };

function enter(moved: Moved, cause: ChangeCause, standing: Standing) {
  const { effectiveAt, ...facts } = moved;
  const { obligation, sequence, balance, recordedAt, newestHash } = standing;
  const endingBalance = addMinorUnits(balance, moved.amount);
  if (endingBalance === undefined) return outOfRange(balance, moved.amount);
  const entry: ChangeEntry = {
    key: commandKey(cause.key, obligation.id),
    obligationId: obligation.id,
    sequence: sequence + 1,
    endingBalance,
    currency: obligation.currency,
    ...timesOf(effectiveAt ?? recordedAt, recordedAt),
    recordedAt,
    ...facts,
    previous: newestHash,
    cause,
  };
  // Moment learns of a command from us alone.
  const posting = {
    ...postingOf(standing, afterEntry(standing, entry), [entry]),
    tellMoment: true,
  };
  return { kind: 'post' as const, entry, posting };
}

function outOfRange(left: number, right: number): ChangeRefusal {
  return refused('balance.out_of_range', `${left} and ${right} make no exact number`);
}

function refused(
  code: ErrorCode,
  message: string,
  members?: Readonly<Record<string, unknown>>,
): ChangeRefusal {
  return { kind: 'refused', code, message, ...(members && { members }) };
}
