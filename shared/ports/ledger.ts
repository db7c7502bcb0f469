import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Intent, StoredAnswer } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Statements } from './statements.ts';

export interface Obligations {
  /** Reads what is true now, never a stale copy. */
  findObligation(obligationId: string): Promise<Obligation | undefined>;
  /** By the merchant's own `external_reference`. */
  findObligationId(externalReference: string): Promise<string | undefined>;
}

/** An obligation, and entries of its ledger in any order, as far as they exist. */
export type LedgerState = {
  readonly obligation: Obligation | undefined;
  readonly entries: readonly Entry[];
};

/** Entries, the balance that they move and the held events that they settle: written together or not at all. */
export type Posting = {
  readonly obligationId: string;
  /** What was read; the posting is refused if somebody wrote since. */
  readonly expectedSequence: number;
  readonly balance: number;
  readonly sequence: number;
  readonly entries: readonly Entry[];
  /** Hashes of held events that these entries settle. */
  readonly settledHashes: readonly string[];
};

/** `moved` if somebody else wrote to this obligation, or one of the entries; then nothing was written. */
export type PostResult = 'posted' | 'moved';

export interface Postings {
  /**
   * Reads what is true now, never a stale copy; but each of them at a moment of its own, so that an entry may
   * be missing whose amount is in the balance. Up to 99 keys. Throws `ledger.busy` if not all can be read now.
   */
  readLedger(obligationId: string, entryKeys: readonly string[]): Promise<LedgerState>;
  post(posting: Posting): Promise<PostResult>;
}

export interface HeldEvents {
  /**
   * Keeps an event that moves no balance. An unmatched one is kept only if its obligation does not exist at
   * that very moment; a judgement replaces `unmatched`, and nothing replaces a judgement.
   */
  hold(event: HeldEvent): Promise<'held' | 'obligation_exists'>;
  /** Forgets an unmatched event that proved to be told already by an entry. */
  release(hash: string): Promise<void>;
}

export interface WaitingEvents {
  /** Unmatched events of one obligation; may lag behind by moments. */
  listWaiting(obligationId: string, limit: number): Promise<readonly HeldEvent[]>;
  /** Unmatched events of all obligations, oldest first, from `after` on; may lag behind by moments. */
  listUnmatched(page: { limit: number; cursor?: string | undefined }): Promise<{
    readonly events: readonly HeldEvent[];
    readonly cursor?: string;
  }>;
}

export type Opening = {
  readonly obligation: Obligation;
  /** Absent if no balance is tracked. */
  readonly entry: Entry | undefined;
  /** The intent that this finishes, with its answer. */
  readonly intent: Intent & { readonly answer: StoredAnswer };
};

export interface Openings {
  /** Writes obligation, opening entry, reference and answered intent together; `exists` if either id is taken. */
  open(opening: Opening): Promise<'opened' | 'exists'>;
}

/** All that a store of the ledger does. Whoever uses it asks for less. */
export interface LedgerStore
  extends Obligations,
    Postings,
    HeldEvents,
    WaitingEvents,
    Openings,
    Statements {}
