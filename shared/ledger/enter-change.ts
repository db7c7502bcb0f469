import type { ErrorCode } from '#shared/errors.ts';
import type { ChangeCause } from '#shared/models/cause.ts';
import { type ChangeEntry, commandKey } from '#shared/models/entry.ts';
import { addMinorUnits } from '#shared/models/money.ts';
import type { Posting } from '#shared/models/posting.ts';
import { timesOf } from './enter.ts';
import { afterEntry, postingOf, type Standing } from './standing.ts';

export type ChangeRefusal = {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly message: string;
  /** For the caller's eyes. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
};

export type ChangePosted = {
  readonly kind: 'post';
  readonly entry: ChangeEntry;
  readonly posting: Posting;
};

/** An entry, but for what its place in the ledger gives it. */
export type Moved = { readonly amount: number; readonly effectiveAt?: string | undefined } & (
  | { readonly type: 'charge' | 'adjustment' }
  | { readonly type: 'reversal'; readonly reverses: string }
  | {
      readonly type: 'refund';
      readonly reverses: string;
      readonly paymentId: string;
      readonly reconciliationId?: string | undefined;
    }
);

export function enterChange(
  moved: Moved,
  cause: ChangeCause,
  standing: Standing,
): ChangePosted | ChangeRefusal {
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
  return { kind: 'post', entry, posting };
}

export function outOfRange(left: number, right: number): ChangeRefusal {
  return refused('balance.out_of_range', `${left} and ${right} make no exact number`);
}

export function refused(
  code: ErrorCode,
  message: string,
  members?: Readonly<Record<string, unknown>>,
): ChangeRefusal {
  return { kind: 'refused', code, message, ...(members && { members }) };
}
