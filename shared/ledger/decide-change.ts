import type { ChangeCause } from '#shared/models/cause.ts';
import type { Change, Done, Unchanged } from '#shared/models/change.ts';
import type { Met } from '#shared/models/met.ts';
import { addMinorUnits } from '#shared/models/money.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import {
  decideReversal,
  type KnownForReversal,
  type Linked,
  reconciledBefore,
} from './decide-reversal.ts';
import { doneBefore } from './done-before.ts';
import {
  type ChangePosted,
  type ChangeRefusal,
  enterChange,
  outOfRange,
  refused,
} from './enter-change.ts';
import { type Standing, standingOf } from './standing.ts';

/** What was read, the obligation first: whatever was written since moves its sequence, and then nothing is posted. */
export type KnownForChange = KnownForReversal & {
  readonly obligation: Obligation;
  /** All that stands under the command's key. */
  readonly done: readonly Done[];
  /** Whether an intent has the key: a creation, or a presentation. */
  readonly isIntent: boolean;
  /** Which entry the row of a report is by now. */
  readonly met?: Met | undefined;
};

export type ChangeDecision =
  | { readonly kind: 'done'; readonly done: Done }
  | ChangePosted
  | Linked
  | { readonly kind: 'keep'; readonly unchanged: Unchanged }
  | ChangeRefusal;

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
  // A row of a report is known by its own id, before the key that it comes with.
  // Stryker disable next-line ConditionalExpression: narrows the type; no other change comes with a row
  const met = change.kind === 'reversal' && reconciledBefore(change, obligation.id, known.met);
  if (met) return met;
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
      return enterChange({ type, amount, effectiveAt }, cause, standing);
    }
    case 'refresh':
      return refresh(change, cause, standing);
    case 'reversal':
      return decideReversal(change, cause, standing, known);
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
  if (amount !== 0) return enterChange({ type: 'adjustment', amount }, cause, standing);
  const { key, requestHash } = cause;
  const { id: obligationId, currency } = obligation;
  const { recordedAt } = standing;
  return {
    kind: 'keep',
    unchanged: { key, obligationId, requestHash, currency, balance, sequence, recordedAt },
  };
}

const KEY_REUSED =
  'This Idempotency-Key came with another request before; use a new one for each new request';
