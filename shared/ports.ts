import type {
  CustomerFacts,
  MomentCustomer,
  MomentPaymentRequest,
  PaymentRequestFacts,
} from './models/customer.ts';
import type { Delivery } from './models/delivery.ts';
import type { Entry, StatementLine } from './models/entry.ts';
import type { HeldEvent } from './models/held-event.ts';
import type { Intent, StoredAnswer } from './models/intent.ts';
import type { LedgerItem } from './models/ledger-item.ts';
import type { Obligation } from './models/obligation.ts';

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

export type Opening = {
  readonly obligation: Obligation;
  /** Absent if no balance is tracked. */
  readonly entry: Entry | undefined;
  /** The intent that this finishes, with its answer. */
  readonly intent: Intent & { readonly answer: StoredAnswer };
};

export type StatementPage = { readonly lines: readonly StatementLine[]; readonly hasMore: boolean };

export interface LedgerStore {
  /** Reads what is true now, never a stale copy. */
  findObligation(obligationId: string): Promise<Obligation | undefined>;
  /**
   * Reads what is true now, never a stale copy; but each of them at a moment of its own, so that an entry may
   * be missing whose amount is in the balance. Up to 99 keys. Throws `ledger.busy` if not all can be read now.
   */
  readLedger(obligationId: string, entryKeys: readonly string[]): Promise<LedgerState>;
  /** By the merchant's own `external_reference`. */
  findObligationId(externalReference: string): Promise<string | undefined>;
  post(posting: Posting): Promise<PostResult>;
  /** Writes obligation, opening entry, reference and answered intent together; `exists` if either id is taken. */
  open(opening: Opening): Promise<'opened' | 'exists'>;
  /**
   * Keeps an event that moves no balance. An unmatched one is kept only if its obligation does not exist at
   * that very moment; a judgement replaces `unmatched`, and nothing replaces a judgement.
   */
  hold(event: HeldEvent): Promise<'held' | 'obligation_exists'>;
  /** Forgets an unmatched event that proved to be told already by an entry. */
  release(hash: string): Promise<void>;
  /** Newest first; may lag behind by moments. */
  listStatement(
    obligationId: string,
    page: { limit: number; before?: number | undefined },
  ): Promise<StatementPage>;
  /** Unmatched events of one obligation; may lag behind by moments. */
  listWaiting(obligationId: string, limit: number): Promise<readonly HeldEvent[]>;
  /** Unmatched events of all obligations, oldest first, from `after` on; may lag behind by moments. */
  listUnmatched(page: { limit: number; cursor?: string | undefined }): Promise<{
    readonly events: readonly HeldEvent[];
    readonly cursor?: string;
  }>;
}

/** A page of all that the table holds, in no order; `cursor` leads to the next one. */
export type LedgerPage = {
  readonly items: readonly LedgerItem[];
  readonly cursor?: string | undefined;
};

/** Reads a whole ledger, perhaps while others write to it. Nothing is refused for what it holds. */
export interface LedgerReader {
  /** Read units consumed so far. */
  readonly readUnits: number;
  /** About how many items there are; may be hours old. */
  estimateItems(): Promise<number>;
  /** Each item as it is when its page is read; an item that is written after its page was read is not seen. */
  readPage(cursor: string | undefined): Promise<LedgerPage>;
  /** What is true now; `unreadable` if the item is none of ours. */
  findObligation(obligationId: string): Promise<Obligation | 'unreadable' | undefined>;
  /** What is true now, by `external_reference`. */
  findObligationId(externalReference: string): Promise<string | undefined>;
  /** Whether an event waits for its obligation now. */
  isWaiting(hash: string): Promise<boolean>;
  /**
   * All readable lines of an obligation, in any order. The newest may be missing for moments; those that are
   * there are as they are now.
   */
  listLines(obligationId: string): Promise<readonly StatementLine[]>;
}

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

export type MomentAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly title: string;
      readonly detail?: string | undefined;
      /** An earlier try of the same call went unanswered, so it may have been done all the same. */
      readonly afterUnanswered: boolean;
    };

/**
 * Moment's API. Retries what may pass by itself until `deadline` (epoch milliseconds), then throws
 * `moment.unavailable` or `moment.failed`; throws `moment.unauthorised` for our key, and `moment.key_spent`
 * when Moment replays a stored failure, which it does for 24 hours.
 */
export interface MomentApi {
  createCustomer(
    facts: CustomerFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<MomentCustomer>>;
  findCustomer(externalReference: string, deadline: number): Promise<MomentCustomer | undefined>;
  createPaymentRequest(
    facts: PaymentRequestFacts,
    momentKey: string,
    deadline: number,
  ): Promise<MomentAnswer<MomentPaymentRequest>>;
}

export interface MomentApiKey {
  /** May be minutes old, unless read `anew`. Throws `moment.unauthorised` where none is filled in. */
  read(how: 'cached' | 'anew'): Promise<string>;
}

export interface DeliveryQueue {
  /** Returns once the delivery is durably queued; otherwise throws `queue.unavailable`. */
  put(delivery: Delivery, groupId: string | undefined): Promise<void>;
}

export type SigningKey = { readonly id: string; readonly bytes: Uint8Array };

export interface SigningKeys {
  /** All keys that are valid now; may be minutes old. Throws `signing_keys.unavailable`. */
  active(): Promise<readonly SigningKey[]>;
  /** The keys read anew, or undefined if that was done moments ago. */
  reread(): Promise<readonly SigningKey[] | undefined>;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface Randomness {
  uuid(): string;
  /** In [0, 1). */
  fraction(): number;
}

export interface Logger {
  info(message: string, members?: Record<string, unknown>): void;
  warn(message: string, members?: Record<string, unknown>): void;
  error(message: string, members?: Record<string, unknown>): void;
}

export interface Metrics {
  count(name: string, value: number, dimensions: Readonly<Record<string, string>>): void;
  milliseconds(name: string, value: number, dimensions: Readonly<Record<string, string>>): void;
}
