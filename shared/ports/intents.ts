import type { Intent, StoredAnswer } from '#shared/models/intent.ts';

export interface IntentStore {
  /** Stores the intent, or hands back the one that has the key already. */
  begin(
    intent: Intent,
  ): Promise<{ readonly kind: 'begun' } | { readonly kind: 'exists'; readonly intent: Intent }>;
  find(key: string): Promise<Intent | undefined>;
  /** Replaces a spent key, unless somebody else did so or finished. Says which key counts now. */
  replaceMomentKey(key: string, spent: string, fresh: string): Promise<string>;
  /** Stores the answer once; a later one changes nothing. */
  finish(key: string, answer: StoredAnswer): Promise<void>;
  /** Forgets an unfinished intent that was refused, so that the same key may be tried again. */
  discard(key: string): Promise<void>;
  /** Unfinished creations that were last tried before `triedBefore`, least recently tried first. */
  listAbandoned(page: { triedBefore: string; limit: number }): Promise<readonly Intent[]>;
  /** Counts another run of an unfinished intent, before it starts, and moves it to the end of the line. */
  markTried(key: string, at: string): Promise<void>;
}
