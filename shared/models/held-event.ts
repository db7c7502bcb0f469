import * as z from 'zod/mini';
import { Bytes } from './bytes.ts';

export const UNMATCHED_REASONS = ['obligation_unknown'] as const;
export const QUARANTINE_REASONS = [
  'malformed',
  'amount_not_positive',
  'currency_mismatch',
  'balance_not_tracked',
  'balance_out_of_range',
  'payment_retold',
] as const;
export const IGNORE_REASONS = ['type_without_meaning', 'not_presented_by_us'] as const;

export const HeldState = z.enum(['unmatched', 'quarantined', 'ignored']);
export type HeldState = z.infer<typeof HeldState>;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
export type HeldReason =
  | (typeof UNMATCHED_REASONS)[number]
  | QuarantineReason
  | (typeof IGNORE_REASONS)[number];

/** An event that moved no balance, kept whole. */
export const HeldEvent = z.object({
  /** SHA-256 of `raw`, base64url: the same bytes are held once, other bytes under the same id are held too. */
  hash: z.string(),
  raw: Bytes,
  state: HeldState,
  reason: z.enum([...UNMATCHED_REASONS, ...QUARANTINE_REASONS, ...IGNORE_REASONS]),
  /** What exactly is wrong, for the person who decides. */
  detail: z.optional(z.string()),
  eventId: z.optional(z.string()),
  obligationId: z.optional(z.string()),
  webhookId: z.string(),
  webhookTimestamp: z.int(),
  keyId: z.string(),
  receivedAt: z.iso.datetime(),
});
export type HeldEvent = z.infer<typeof HeldEvent>;
