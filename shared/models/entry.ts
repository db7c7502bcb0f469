import * as z from 'zod/mini';
import { CommandCause, EventCause } from './cause.ts';
import { ChainHash } from './chain.ts';
import { CurrencyCode, MinorUnits } from './money.ts';
import { ObligationId } from './obligation-id.ts';

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

/** One immutable line of an obligation's ledger, with its cause. */
export const Entry = z.discriminatedUnion('type', [OpeningEntry, PaymentEntry, AdjustmentEntry]);
export type Entry = z.infer<typeof Entry>;

/** What a statement shows of an entry. */
export const StatementLine = z.extend(Line, {
  type: z.enum(['opening', 'payment', 'adjustment']),
  paymentId: z.optional(z.string()),
  paymentRequest: z.optional(z.string()),
  description: z.optional(z.string()),
  adjusts: z.optional(z.string()),
  applied: z.optional(MinorUnits),
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

/** An obligation is opened once. No payment meets this key, since each of theirs has an @. */
export function openingKey(obligationId: string): string {
  return `opening:${obligationId}`;
}
