import * as z from 'zod/mini';
import { ChangeCause, CommandCause, EventCause } from './cause.ts';
import { ChainHash } from './chain.ts';
import { CurrencyCode, MinorUnits } from './money.ts';
import { ObligationId } from './obligation-id.ts';
import { ReconciliationId } from './reconciled.ts';

/** What every entry has, whatever caused it. */
const Line = z.object({
  /** Names what caused the entry, so that it can happen only once. */
  key: z.string().check(z.minLength(1)),
  obligationId: ObligationId,
  /** 1, 2, 3 ... without gap or repeat within an obligation. */
  sequence: z.int().check(z.positive()),
  /** Minor units, signed: a payment is negative. */
  amount: MinorUnits,
  endingBalance: MinorUnits,
  currency: CurrencyCode,
  /** When it happened, by Moment's clock; `recordedAt` if that lay more than a day ahead. */
  effectiveAt: z.iso.datetime(),
  /** What was told as its time, where that lay more than a day ahead. */
  toldAt: z.optional(z.iso.datetime()),
  /** When it was written, by ours. It never goes back within an obligation. */
  recordedAt: z.iso.datetime(),
});

/** How it follows the entry before it, so that nobody changes, inserts or removes one unseen (chain.ts). */
const Chained = {
  /** Hash of the entry before it in its obligation. */
  previous: ChainHash,
};

/** What an entry tells of the payment that it is about. */
const OfPayment = {
  paymentId: z.string().check(z.minLength(1)),
  /** The Payment Request (`pr_...`) that was paid, and what it was for, where that is told. */
  paymentRequest: z.optional(z.string()),
  description: z.optional(z.string()),
};

export const OpeningEntry = z.extend(Line, {
  type: z.literal('opening'),
  ...Chained,
  cause: CommandCause,
});
export type OpeningEntry = z.infer<typeof OpeningEntry>;

export const PaymentEntry = z.extend(Line, {
  type: z.literal('payment'),
  ...Chained,
  ...OfPayment,
  /** Where a person had it count: what Moment applied of it here, minor units. Nothing, where Moment told of another obligation. */
  applied: z.optional(MinorUnits),
  cause: EventCause,
});
export type PaymentEntry = z.infer<typeof PaymentEntry>;

/** What was applied of a payment, where its Payment Request told of another amount before. */
export const AdjustmentEntry = z.extend(Line, {
  type: z.literal('adjustment'),
  ...Chained,
  ...OfPayment,
  /** Key of the payment's entry. */
  adjusts: z.string(),
  /** What the balance moved by in all for this payment, minor units: its entry and this one together. */
  applied: MinorUnits,
  cause: EventCause,
});
export type AdjustmentEntry = z.infer<typeof AdjustmentEntry>;

/** More is owed. */
export const ChargeEntry = z.extend(Line, {
  type: z.literal('charge'),
  ...Chained,
  cause: ChangeCause,
});
export type ChargeEntry = z.infer<typeof ChargeEntry>;

/** A correction of the balance, of either sign. */
export const CorrectionEntry = z.extend(Line, {
  type: z.literal('adjustment'),
  ...Chained,
  cause: ChangeCause,
});
export type CorrectionEntry = z.infer<typeof CorrectionEntry>;

/** Undoes another entry, in part or whole. */
export const ReversalEntry = z.extend(Line, {
  type: z.literal('reversal'),
  ...Chained,
  /** Key of the entry that it undoes. */
  reverses: z.string(),
  cause: ChangeCause,
});
export type ReversalEntry = z.infer<typeof ReversalEntry>;

/** A payment went back, in part or whole. */
export const RefundEntry = z.extend(Line, {
  type: z.literal('refund'),
  ...Chained,
  /** Key of the payment's entry. */
  reverses: z.string(),
  paymentId: z.string().check(z.minLength(1)),
  /** Where it was entered as a row of a report. */
  reconciliationId: z.optional(ReconciliationId),
  cause: ChangeCause,
});
export type RefundEntry = z.infer<typeof RefundEntry>;

/** One immutable line of an obligation's ledger, with its cause. */
export const Entry = z.union([
  z.discriminatedUnion('type', [
    OpeningEntry,
    PaymentEntry,
    AdjustmentEntry,
    ChargeEntry,
    ReversalEntry,
    RefundEntry,
  ]),
  CorrectionEntry,
]);
export type Entry = z.infer<typeof Entry>;

/** Those that a command of the merchant's makes. */
export type ChangeEntry = ChargeEntry | CorrectionEntry | ReversalEntry | RefundEntry;

/** Told from a correction by what it adjusts: both are adjustments. */
export function adjustsPayment(entry: Entry): entry is AdjustmentEntry {
  return 'adjusts' in entry;
}

/** What a statement shows of an entry. */
export const StatementLine = z.extend(Line, {
  type: z.enum(['opening', 'payment', 'adjustment', 'charge', 'reversal', 'refund']),
  paymentId: z.optional(z.string()),
  paymentRequest: z.optional(z.string()),
  description: z.optional(z.string()),
  adjusts: z.optional(z.string()),
  applied: z.optional(MinorUnits),
  reverses: z.optional(z.string()),
  reconciliationId: z.optional(z.string()),
});
export type StatementLine = z.infer<typeof StatementLine>;
export type EntryType = Entry['type'];

export type PaymentOnObligation = { readonly paymentId: string; readonly obligationId: string };

/** One payment on one obligation: whatever tells of it again meets the same key. */
export function paymentKey({ paymentId, obligationId }: PaymentOnObligation): string {
  return `${paymentId}@${obligationId}`;
}

/** An adjustment to what was applied happens once for a payment. */
export function adjustmentKey({ paymentId, obligationId }: PaymentOnObligation): string {
  return `applied:${paymentId}@${obligationId}`;
}

/** What the key of a command's entry begins with; no payment's id does. */
export const COMMAND = 'command:';

/** Whether a line is of a command that changed a balance; an adjustment is, unless it is about a payment. */
export function isOfChange({
  type,
  paymentId,
}: Pick<StatementLine, 'type' | 'paymentId'>): boolean {
  if (type === 'adjustment') return paymentId === undefined;
  return type === 'charge' || type === 'reversal' || type === 'refund';
}

/** One command on one obligation. */
export function commandKey(idempotencyKey: string, obligationId: string): string {
  return `${COMMAND}${idempotencyKey}@${obligationId}`;
}

/** Whether an entry under this key is one of the obligation's. */
export function isKeyOf(entryKey: string, obligationId: string): boolean {
  return entryKey === openingKey(obligationId) || entryKey.endsWith(`@${obligationId}`);
}

/** The obligation of which an entry under this key is one. */
export function obligationOf(entryKey: string): string {
  return entryKey.slice(Math.max(entryKey.lastIndexOf('@'), entryKey.lastIndexOf(':')) + 1);
}

/** An obligation is opened once. No payment meets this key, since each of theirs has an @. */
export function openingKey(obligationId: string): string {
  return `opening:${obligationId}`;
}
