import type { Doubt, DoubtedTelling } from '#shared/models/doubt.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent, HeldKey, WholeEvent } from '#shared/models/held-event.ts';
import type { AnyCreationIntent } from '#shared/models/intent.ts';
import type { Obligation, Profile, WholeObligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Opened } from '#shared/models/opened.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { OtherTelling } from '#shared/models/telling.ts';

/** Reads what is true now, never a stale copy. */
export interface Obligations {
  findObligation(obligationId: string): Promise<Obligation | undefined>;
  findWithProfile(obligationId: string): Promise<WholeObligation | undefined>;
  /** By the merchant's own `external_reference`, which is unique among obligations of one kind. */
  findReference(kind: ObligationKind, externalReference: string): Promise<Reference | undefined>;
}

/** To whom an `external_reference` belongs: an obligation, or the intent that is creating one. */
export type Reference =
  | { readonly kind: 'taken'; readonly obligationId: string }
  | { readonly kind: 'reserved'; readonly intentKey: string };

/** What exists of a ledger under the keys that were asked for, in any order. */
export type LedgerState = {
  readonly obligation: Obligation | undefined;
  readonly entries: readonly Entry[];
  readonly tellings: readonly OtherTelling[];
  readonly doubts: readonly Doubt[];
};

/** Keys of entries: those to be read, and those of payments whose other telling is to be read. */
export type LedgerKeys = {
  readonly entries: readonly string[];
  readonly tellings?: readonly string[] | undefined;
};

/**
 * `conflict` if what was read has changed since, one of the entries exists, what tells of it is in doubt, or one of
 * the events was judged; then nothing was written.
 */
export type PostResult = 'posted' | 'conflict';

export interface Postings {
  /**
   * Reads what is true now, never a stale copy; but each of them at a moment of its own, so that an entry may
   * be missing whose amount is in the balance. Up to 99 keys. Throws `ledger.busy` if not all can be read now.
   */
  readLedger(obligationId: string, keys: LedgerKeys): Promise<LedgerState>;
  /**
   * Settles the Payment Requests of which the entries tell, each once and for ever, in the same transaction.
   *
   * @param settled held events that the entries settle: they go in it too.
   */
  post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult>;
  /**
   * Keeps the other telling of a payment, once, and settles the Payment Request that it names; `another` if another
   * application of it was kept or entered meanwhile.
   */
  keepTelling(telling: OtherTelling): Promise<'kept' | 'another'>;
  /** Keeps a payment from being entered by what told of it; `entered` if it is by now. */
  keepDoubt(doubted: DoubtedTelling): Promise<'kept' | 'entered'>;
}

export interface HeldEvents {
  /**
   * Keeps an event that moves no balance. An unmatched one is kept only if its obligation does not exist at
   * that very moment; a judgement replaces `unmatched`, and nothing replaces a judgement.
   */
  hold(event: HeldEvent): Promise<'held' | 'obligation_exists'>;
  /** Forgets an event that waits and proved to be told already by an entry; a judgement stays. */
  release(key: HeldKey): Promise<void>;
}

/** Items that were found, and those that cannot be read: one of these must not hide the others. */
export type Found<T> = {
  readonly items: readonly T[];
  readonly unreadable: readonly { readonly key: string; readonly error: unknown }[];
};

export type DuePage = {
  readonly state: WaitingState;
  /** ISO 8601. */
  readonly now: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
};
/** What waits: for its obligation, or for a fresh delivery of the same. */
export type WaitingState = 'unmatched' | 'stale';
export type DueEvents = Found<WholeEvent> & { readonly cursor?: string | undefined };

export interface WaitingEvents {
  /** Unmatched events of one obligation; may lag behind by moments. */
  listWaiting(obligationId: string, limit: number): Promise<Found<WholeEvent>>;
  /** Events of a state that are to be looked at by `now`, those due longest first; may lag behind by moments. */
  listDue(page: DuePage): Promise<DueEvents>;
  /** An event that was looked at in vain is not looked at again before `until`. */
  postpone(key: HeldKey, until: string): Promise<void>;
  /** How many events wait for their obligation, and since when the oldest; may lag behind by moments. */
  summariseWaiting(): Promise<{
    readonly count: number;
    readonly oldestReceivedAt: string | undefined;
  }>;
}

export type Opening = Opened & {
  /** As it is once this is written: finished with what was done, or ready for the next part of what it creates. */
  readonly intent: AnyCreationIntent;
};

export interface Openings {
  /**
   * Writes obligation, profile, opening entry and how far the intent is together, and with what it hangs on that it
   * does, where the intent reserves the reference; `exists` if the obligation is there or the reference is another's.
   */
  open(opening: Opening): Promise<'opened' | 'exists'>;
}

export interface Profiles {
  /** Replaces what `changes` has of who an obligation that exists is. */
  changeProfile(obligationId: string, changes: Profile): Promise<void>;
}

/** What hangs on an obligation: a customer's accounts and bills, an account's bills. What is true now. */
export interface OwnedObligations {
  /** Ids, in no meaningful order. */
  listOwned(
    ownerId: string,
    limit: number,
  ): Promise<{ readonly ids: readonly string[]; readonly hasMore: boolean }>;
  /** Those that exist, in any order. */
  findObligations(obligationIds: readonly string[]): Promise<readonly Obligation[]>;
}
