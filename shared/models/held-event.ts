import * as z from 'zod/mini';
import { Bytes } from './bytes.ts';
import { Evidence } from './evidence.ts';
import { Redaction, rawOrRedacted } from './redaction.ts';
import { Resolution } from './resolution.ts';

export const UNMATCHED_REASONS = ['obligation_unknown'] as const;
export const QUARANTINE_REASONS = [
  'malformed',
  'amount_not_positive',
  'payment_unidentified',
  'currency_mismatch',
  'balance_not_tracked',
  'balance_out_of_range',
  'payment_retold',
  'perhaps_told_twice',
  'perhaps_contained',
] as const;
export const IGNORE_REASONS = [
  'type_without_meaning',
  'not_presented_by_us',
  'told_by_application',
  'contained_in_opening',
] as const;

export const STALE_REASONS = ['signed_too_long_ago', 'signed_ahead_of_time'] as const;

export const HeldState = z.enum(['unmatched', 'quarantined', 'ignored', 'stale']);
export type HeldState = z.infer<typeof HeldState>;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
export type IgnoreReason = (typeof IGNORE_REASONS)[number];
export type StaleReason = (typeof STALE_REASONS)[number];
export type HeldReason =
  | (typeof UNMATCHED_REASONS)[number]
  | QuarantineReason
  | IgnoreReason
  | StaleReason;

/** An event that moved no balance, kept whole unless it was redacted. */
export const HeldEvent = z
  .extend(Evidence, {
    /** SHA-256 of `raw`, base64url: the same bytes are held once, other bytes under the same id are held too. */
    hash: z.string(),
    raw: z.optional(Bytes),
    redacted: z.optional(Redaction),
    state: HeldState,
    reason: z.enum([
      ...UNMATCHED_REASONS,
      ...QUARANTINE_REASONS,
      ...IGNORE_REASONS,
      ...STALE_REASONS,
    ]),
    /** What exactly is wrong, for the person who decides. */
    detail: z.optional(z.string()),
    eventId: z.optional(z.string()),
    paymentId: z.optional(z.string()),
    obligationId: z.optional(z.string()),
    /** Minor units, as told. */
    amount: z.optional(z.int()),
    currency: z.optional(z.string()),
    receivedAt: z.iso.datetime(),
    /** What a person decided about it. */
    resolution: z.optional(Resolution),
    /** What a person decided when it was stale, where it came again since. */
    earlier: z.optional(Resolution),
  })
  .check(rawOrRedacted);
export type HeldEvent = z.infer<typeof HeldEvent>;

/** One that can be settled still. */
export type WholeEvent = HeldEvent & { readonly raw: Uint8Array };
export function isWhole(event: HeldEvent): event is WholeEvent {
  return event.raw !== undefined;
}

/** Nobody has to decide about it any more. What was dismissed as stale, and came again, is to be decided anew. */
export function isResolved({
  state,
  resolution,
}: Pick<HeldEvent, 'state' | 'resolution'>): boolean {
  return resolution?.state === state;
}

/** Where a held event is kept: with the payment that it tells of, or by itself. */
export type HeldKey = Pick<HeldEvent, 'hash' | 'eventId' | 'paymentId'>;

/** What it is kept with: its payment, so that a payment's whole story is in one place; or else its event. */
export function heldWith({ paymentId, eventId, hash }: HeldKey): string {
  return paymentId ?? eventId ?? hash;
}
