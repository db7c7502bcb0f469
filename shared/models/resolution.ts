import * as z from 'zod/mini';
import { ChangeReason } from './reason.ts';

/**
 * What a person does about an event that waits for one: counts it as what it tells, counts it on another obligation, adopts
 * the obligation that it is about, or says that it is not to count.
 */
export const RESOLUTION_ACTIONS = ['apply', 'apply_to', 'adopt', 'dismiss'] as const;
export const ResolutionAction = z.enum(RESOLUTION_ACTIONS, {
  error: `must be one of ${RESOLUTION_ACTIONS.join(', ')}`,
});
export type ResolutionAction = z.infer<typeof ResolutionAction>;

/** Who decided about an event, and why: what an entry says of it. */
export const Decided = z.object({
  action: ResolutionAction,
  actor: z.string().check(z.minLength(1)),
  reason: ChangeReason,
  note: z.optional(z.string()),
});
export type Decided = z.infer<typeof Decided>;

/** What a person decided about a held event, once. */
export const Resolution = z.extend(Decided, {
  at: z.iso.datetime(),
  /** SHA-256 of what was asked, base64url: the same again is answered the same. */
  requestHash: z.string().check(z.minLength(1)),
  /** The event's state then: one that was stale may come again, and is another exception. */
  state: z.enum(['unmatched', 'quarantined', 'ignored', 'stale']),
  /** Key of the entry that it made. */
  entry: z.optional(z.string()),
});
export type Resolution = z.infer<typeof Resolution>;

export function decidedOf({ action, actor, reason, note }: Decided): Decided {
  return { action, actor, reason, ...(note !== undefined && { note }) };
}
