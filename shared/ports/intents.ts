import type { Intent } from '#shared/models/intent.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';

export type Begun =
  | { readonly kind: 'begun' }
  /** The key is another run's, or another request's. */
  | { readonly kind: 'exists'; readonly intent: Intent }
  /** A reference that a creation needs is that of this obligation. */
  | (Refused & { readonly kind: 'reference_taken'; readonly obligationId: string })
  /** Another creation, under this key, is under way for the same reference. */
  | (Refused & { readonly kind: 'reference_reserved'; readonly intentKey: string });

/** Which of its references a creation cannot have. */
type Refused = { readonly of: ObligationKind; readonly reference: string };

export interface IntentStore {
  /**
   * Stores the intent, and for a creation reserves the references of all that it creates, or says who has either.
   *
   * @param dueAt when the sweep carries it on, if nobody else has finished it.
   */
  begin(intent: Intent, dueAt: string): Promise<Begun>;
  find(key: string): Promise<Intent | undefined>;
  /** Replaces a spent key of an unfinished intent; changes nothing where another run did so or the intent is gone. */
  replaceMomentKey(key: string, spent: string, fresh: string): Promise<void>;
  /** Stores what was done, once, and forgets who and what for was asked; a later one changes nothing. */
  finish(key: string, done: NonNullable<Intent['done']>): Promise<void>;
  /**
   * Forgets an unfinished intent that was refused, so that the same key may be tried again, and the references
   * that it has reserved still; but only the one that the refused run carried out, by the key that Moment got.
   */
  discard(intent: Intent, momentKey: string): Promise<void>;
  /** Keys of unfinished intents that are to be carried on with by `now`, those due longest first. */
  listDue(now: string, limit: number): Promise<readonly string[]>;
  /** Counts another run of an unfinished intent, before it starts; the sweep leaves it alone until `nextAt`. */
  markTried(key: string, nextAt: string): Promise<void>;
}
