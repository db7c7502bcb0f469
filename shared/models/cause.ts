import * as z from 'zod/mini';
import { Bytes } from './bytes.ts';
import { Evidence } from './evidence.ts';
import type { ToldBy } from './movement.ts';
import { ChangeReason } from './reason.ts';
import { Redaction, rawOrRedacted } from './redaction.ts';
import { Decided } from './resolution.ts';

/** An event of Moment's, with the bytes that were signed. */
export const EventCause = z
  .object({
    kind: z.literal('event'),
    id: z.string(),
    type: z.string(),
    /** `data.id`: Moment's id of what the event is about. */
    dataId: z.string(),
    raw: z.optional(Bytes),
    redacted: z.optional(Redaction),
    /** SHA-256 of `raw`, base64url. */
    hash: z.string(),
    evidence: Evidence,
    /** That a person had it count, where it did not by itself. */
    decided: z.optional(Decided),
  })
  .check(rawOrRedacted);
export type EventCause = z.infer<typeof EventCause>;

export function toldBy({ type }: Pick<EventCause, 'type'>): ToldBy {
  return type === 'payment_request.paid' ? 'request' : 'application';
}

/** A command of the merchant's. */
export const CommandCause = z.object({
  kind: z.literal('command'),
  /** Its idempotency key; of a creation, under which the intent is kept. */
  key: z.string().check(z.minLength(1)),
  /** SHA-256 of what was asked for, base64url. */
  requestHash: z.optional(z.string()),
  /** Who asked, as AWS or the issuer of their token knows them. */
  actor: z.optional(z.string()),
  reason: z.optional(ChangeReason),
  note: z.optional(z.string()),
});
export type CommandCause = z.infer<typeof CommandCause>;

/** A command that changes a balance. That of a creation has its key alone: the rest stands in its intent. */
export const ChangeCause = z.extend(CommandCause, {
  requestHash: z.string().check(z.minLength(1)),
  actor: z.string().check(z.minLength(1)),
  reason: ChangeReason,
});
export type ChangeCause = z.infer<typeof ChangeCause>;

/** Why an entry exists. */
export const Cause = z.discriminatedUnion('kind', [EventCause, CommandCause]);
export type Cause = z.infer<typeof Cause>;
