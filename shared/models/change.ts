import * as z from 'zod/mini';
import type { ChangeCause } from './cause.ts';
import type { Entry } from './entry.ts';
import { MinorUnits } from './money.ts';
import { ChangeReason } from './reason.ts';
import { ReconciliationId } from './reconciled.ts';

const TIME_WANTED =
  'must be a date and time with its offset, such as 2026-12-31T23:59:59Z, in the years 0000 to 9999';

/** Kept in UTC; what that moves out of the years with four digits has no form that could be read again. */
export const EffectiveAt = z.pipe(
  z.iso
    .datetime({ offset: true, error: TIME_WANTED, abort: true })
    .check(z.refine((text) => /^\d{4}-/.test(new Date(text).toISOString()), TIME_WANTED)),
  z.transform((text) => new Date(text).toISOString()),
);

const PositiveAmount = MinorUnits.check(
  z.positive('must be positive, such as 2000 for ZAR 20.00; less is owed by an adjustment'),
);

const NOTE_WANTED = 'must be a text of 1 to 500 characters, such as Ticket 77';
/** More than spaces, of which one is a Braille pattern without dots. */
const SAYS_SOMETHING = /[^\s\u2800]/u;
const Note = z
  .string({ error: NOTE_WANTED })
  .check(z.regex(SAYS_SOMETHING, NOTE_WANTED), z.maxLength(500, NOTE_WANTED));

/** Why somebody changes what is owed, or decides about a payment. */
export const Why = { reason: ChangeReason, note: z.optional(Note) };

export const otherNeedsNote = z.refine<{ reason?: unknown; note?: unknown }>(
  ({ reason, note }) => reason !== 'other' || note !== undefined,
  {
    path: ['note'],
    message: 'is required with the reason other, such as Ticket 77',
    // Say so even if other members are wrong: the caller gets all problems at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  },
);

/** `POST /{kind}/{id}/charges`. Amounts are minor units. */
export const ChargeRequest = z
  .strictObject({ amount: PositiveAmount, ...Why, effective_at: z.optional(EffectiveAt) })
  .check(otherNeedsNote);

/** `POST /{kind}/{id}/adjustments` */
export const AdjustmentRequest = z
  .strictObject({
    amount: MinorUnits.check(
      z.refine((amount) => amount !== 0, 'must not be 0, but such as -2000 for ZAR 20.00 less'),
    ),
    ...Why,
    effective_at: z.optional(EffectiveAt),
  })
  .check(otherNeedsNote);

/** `PUT /{kind}/{id}/balance` */
export const RefreshRequest = z
  .strictObject({
    balance: MinorUnits,
    reason: z._default(ChangeReason, 'cycle_refresh'),
    note: z.optional(Note),
    expected_sequence: z.optional(z.int().check(z.nonnegative())),
  })
  .check(otherNeedsNote);

/** What is left of a payment is another amount each time that it is asked for, and the row of a report has one. */
const reconciledNeedsAmount = z.refine<{ amount?: unknown; reconciliation_id?: unknown }>(
  ({ amount, reconciliation_id }) => reconciliation_id === undefined || amount !== undefined,
  { path: ['amount'], message: 'is required with reconciliation_id, such as 2000 for ZAR 20.00' },
);

/** `POST /{kind}/{id}/entries/{entry}/reversals` */
export const ReversalRequest = z
  .strictObject({
    /** How much of the entry to undo; left out: all that is left of it. */
    amount: z.optional(MinorUnits.check(z.positive('must be positive, such as 2000'))),
    ...Why,
    effective_at: z.optional(EffectiveAt),
    /** The refund is this row of a report: with it, it happens once, under whichever key it comes. */
    reconciliation_id: z.optional(ReconciliationId),
  })
  .check(otherNeedsNote, reconciledNeedsAmount);

/** What a merchant asks of a balance. Amounts are minor units, times ISO 8601 in UTC. */
export type Change =
  | {
      readonly kind: 'charge' | 'adjustment';
      readonly amount: number;
      readonly effectiveAt?: string | undefined;
    }
  | {
      readonly kind: 'refresh';
      readonly balance: number;
      readonly expectedSequence?: number | undefined;
    }
  | {
      readonly kind: 'reversal';
      /** Key of the entry. */
      readonly reverses: string;
      /** Positive. @default all that is left of it */
      readonly amount?: number | undefined;
      readonly effectiveAt?: string | undefined;
      /** Of the row of a report that it is; then it has an amount. */
      readonly reconciliationId?: string | undefined;
    };

/** A balance that was to become what it was already: kept in place of an entry, so that its key is used up. */
export const Unchanged = z.object({
  /** Idempotency key of the command. */
  key: z.string().check(z.minLength(1)),
  obligationId: z.string(),
  requestHash: z.string(),
  currency: z.string(),
  balance: MinorUnits,
  /** Number of the newest entry then. */
  sequence: z.int().check(z.nonnegative()),
  recordedAt: z.iso.datetime(),
});
export type Unchanged = z.infer<typeof Unchanged>;

/** Who asks for a change, under which key and why. */
export type Asking = Pick<ChangeCause, 'key' | 'actor' | 'reason' | 'note'>;

/** What came of a command, on whichever obligation. */
export type Done =
  | { readonly kind: 'entered'; readonly entry: Entry }
  /** An entry that was there is what was asked for. */
  | { readonly kind: 'linked'; readonly entry: Entry; readonly reconciliationId: string }
  | { readonly kind: 'unchanged'; readonly unchanged: Unchanged };
