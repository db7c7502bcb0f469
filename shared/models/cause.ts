import * as z from 'zod/mini';
import { Bytes } from './bytes.ts';
import { Evidence } from './evidence.ts';
import type { ToldBy } from './movement.ts';

/** An event of Moment's, with the bytes that were signed. */
export const EventCause = z.object({
  kind: z.literal('event'),
  id: z.string(),
  type: z.string(),
  /** `data.id`: Moment's id of what the event is about. */
  dataId: z.string(),
  raw: Bytes,
  /** SHA-256 of `raw`, base64url. */
  hash: z.string(),
  evidence: Evidence,
});
export type EventCause = z.infer<typeof EventCause>;

export function toldBy({ type }: Pick<EventCause, 'type'>): ToldBy {
  return type === 'payment_request.paid' ? 'request' : 'application';
}

/** A command of the merchant's. */
export const CommandCause = z.object({
  kind: z.literal('command'),
  /** Its idempotency key, under which the intent is kept. */
  key: z.string().check(z.minLength(1)),
});
export type CommandCause = z.infer<typeof CommandCause>;

/** Why an entry exists. */
export const Cause = z.discriminatedUnion('kind', [EventCause, CommandCause]);
export type Cause = z.infer<typeof Cause>;
