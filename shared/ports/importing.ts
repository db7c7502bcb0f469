import type { Wanted } from '#shared/models/import-row.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';

/** Who somebody is, as far as a file may say otherwise. */
export type Contact = {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

/** What a ledger has under the identity of a row, as it was when it was read. */
export type Standing = {
  readonly id: string;
  /** Number of the newest entry. */
  readonly sequence: number;
  readonly currency: string | undefined;
  /** Undefined where no balance is tracked. */
  readonly balance: number | undefined;
  /** Of a bill; else 0. */
  readonly paid: number;
  readonly contact: Contact;
  readonly billDate?: string | undefined;
  readonly dueDate?: string | undefined;
};

/** It may work later: the stack, or Moment behind it, is busy or away. */
export type Later = {
  readonly kind: 'later';
  /** How long it asked to be left alone. */
  readonly afterMs: number | undefined;
  /** Whether all are to wait, and not this one alone. */
  readonly isBusy: boolean;
  readonly detail: string;
};

/** It will not work: why, and with which member of what was sent. */
export type Refused = {
  readonly kind: 'refused';
  readonly code: string;
  readonly detail: string;
  readonly members: readonly { readonly field: string; readonly detail: string }[];
};

/** Undefined where nothing is. */
export type Found = { readonly kind: 'found'; readonly standing: Standing | undefined } | Later;
export type Listed =
  | {
      readonly kind: 'listed';
      readonly data: readonly { readonly reference: string; readonly standing: Standing }[];
      readonly next: string | undefined;
    }
  | Later;
export type Sent = { readonly kind: 'done'; readonly id: string } | Refused | Later;

/** What an import reads of a stack. */
export interface ImportedLedger {
  find(kind: ObligationKind, reference: string): Promise<Found>;
  /** In the order of their references; it may lag behind `find`. @param cursor none for the first page */
  list(kind: ObligationKind, cursor: string | undefined): Promise<Listed>;
}

/** What an import writes to a stack: each of it what the API does, under a key. */
export interface ImportedWrites {
  create(wanted: Wanted, key: string): Promise<Sent>;
  /** Refused by `sequence.unexpected` where the ledger has moved on. */
  setBalance(
    kind: ObligationKind,
    id: string,
    to: { readonly balance: number; readonly expectedSequence: number },
    key: string,
  ): Promise<Sent>;
  changeContact(kind: ObligationKind, id: string, contact: Contact): Promise<Sent>;
}

/** The first row of an identity, and the last one that says otherwise. A row is a few bytes; there may be millions. */
export type Seen = {
  readonly line: number;
  readonly content: string;
  readonly contradictedOn?: number | undefined;
};
export interface SeenRows {
  find(reference: string): Promise<Seen | undefined>;
  put(reference: string, seen: Seen): Promise<void>;
}

/** What this batch has entered before, which a payment may have moved since. */
export type EnteredBefore = {
  readonly id: string;
  readonly currency: string;
  readonly amount: number;
};
export interface ImportJournal {
  find(kind: ObligationKind, reference: string): Promise<EnteredBefore | undefined>;
  put(kind: ObligationKind, reference: string, entered: EnteredBefore): Promise<void>;
}
