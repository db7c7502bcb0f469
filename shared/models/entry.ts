import * as z from 'zod/mini';
import { Bytes } from './bytes.ts';
import { Currency, MinorUnits } from './money.ts';
import { ObligationId } from './obligation-id.ts';

export const EntryType = z.enum(['opening', 'payment', 'charge', 'adjustment', 'reversal']);
export type EntryType = z.infer<typeof EntryType>;

/** What a statement shows of one line of a ledger. */
export const StatementLine = z.object({
  /** Names what caused the entry, so that it can happen only once. */
  key: z.string().check(z.minLength(1)),
  obligationId: ObligationId,
  /** 1, 2, 3 ... without gap or repeat within an obligation. */
  sequence: z.int().check(z.positive()),
  type: EntryType,
  /** Minor units, signed: a payment is negative. */
  amount: MinorUnits,
  endingBalance: MinorUnits,
  currency: Currency,
  paymentId: z.optional(z.string()),
  /** When it happened, by Moment's clock. */
  effectiveAt: z.iso.datetime(),
  /** When it was written, by ours. */
  recordedAt: z.iso.datetime(),
});
export type StatementLine = z.infer<typeof StatementLine>;

/** One immutable line of an obligation's ledger. */
export const Entry = z.extend(StatementLine, {
  /** The event that caused it; absent on an opening entry. */
  event: z.optional(
    z.object({
      id: z.string(),
      type: z.string(),
      /** `data.id`: Moment's id of what the event is about. */
      dataId: z.string(),
      raw: Bytes,
      /** SHA-256 of `raw`, base64url. */
      hash: z.string(),
    }),
  ),
});
export type Entry = z.infer<typeof Entry>;

/** One payment on one obligation: whatever tells of it again meets the same key. */
export function paymentKey(cause: {
  paymentId?: string | undefined;
  eventId: string;
  obligationId: string;
}): string {
  return `${cause.paymentId ?? cause.eventId}@${cause.obligationId}`;
}

/** An obligation is opened once. No payment meets this key, since each of theirs has an @. */
export function openingKey(obligationId: string): string {
  return `opening:${obligationId}`;
}
