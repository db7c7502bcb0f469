import type { HeldKey } from '#shared/models/held-event.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Erasure, Redaction } from '#shared/models/redaction.ts';

/** Which raw event: that of an entry or of the other telling of a payment, by the entry's key, or a held one. */
export type RawEventKey =
  | { readonly kind: 'entry' | 'telling'; readonly entryKey: string }
  | { readonly kind: 'held'; readonly held: HeldKey };

/** Takes a person out of the table. Each of it may be done again, and changes nothing then. */
export interface People {
  /** Keeps that and why a person is erased, before anything is. */
  recordErasure(erasure: Erasure): Promise<void>;
  /** The key of the intent that created the obligation, by its reference; undefined if an earlier version created it. */
  findCreationKey(kind: ObligationKind, externalReference: string): Promise<string | undefined>;
  /** Whether there was one. */
  removeProfile(obligationId: string): Promise<boolean>;
  /**
   * Takes who it is out of a finished creation, if that is there still.
   *
   * @param requestHash stands in place of the one that was made of who it is, too
   */
  removePersonFromCreation(intentKey: string, requestHash: string): Promise<void>;
  /** Takes away what a Payment Request was for; false if nothing is there. */
  forgetDescription(obligationId: string, requestId: string): Promise<boolean>;
  /**
   * Takes the bytes of a raw event away and leaves a mark. False if they are gone, or if a held event waits: for its
   * obligation, for a fresh delivery, or for a person who has not decided yet.
   */
  redact(event: RawEventKey, redaction: Redaction): Promise<boolean>;
}
