import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { CONFLICT_STATUS, PATCH_MERGES_METADATA } from './assumptions.ts';
import { conflict, notFound } from './problem.ts';

/** Amounts are minor units. Without rules nobody can pay. */
export type PaymentRules = {
  readonly min_amount: number;
  readonly max_amount: number;
  readonly underpayment_allowed: boolean;
  readonly overpayment_allowed: boolean;
};

type Metadata = Readonly<Record<string, string>>;
type Billed = {
  readonly id: string;
  readonly external_reference: string;
  readonly payment_rules?: PaymentRules | undefined;
  readonly metadata?: Metadata | undefined;
};
/** Without a balance none is tracked. */
type Balanced = Billed & {
  readonly name?: string | undefined;
  readonly currency?: string | undefined;
  readonly balance?: number | undefined;
};

export type Customer = Balanced & {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
};

export type Account = Balanced & { readonly customer_id: string };

export type Bill = Billed & {
  readonly customer_id: string;
  /** Only of one that was raised on an account. */
  readonly account_id?: string | undefined;
  readonly status: 'unpaid' | 'paid' | 'voided';
  readonly currency: string;
  readonly amount_due: number;
  readonly amount_paid: number;
  readonly amount_remaining: number;
  readonly bill_date: string;
  readonly due_date?: string | undefined;
};

export type PaymentRequest = {
  readonly id: string;
  readonly type: 'link';
  readonly status: 'active' | 'paid' | 'expired';
  readonly amount: number;
  readonly currency: string;
  readonly external_reference?: string | undefined;
  readonly description?: string | undefined;
  readonly expires_at: string | null;
  readonly link: { readonly checkout_session_id: string; readonly url: string };
  readonly metadata?: Metadata | undefined;
  readonly payment_id?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
};

/** docs.momentco.io /api-reference/collect/payments/retrieve */
export type PaymentRecord = {
  readonly id: string;
  readonly status: 'succeeded';
  readonly amount: number;
  readonly currency: string;
  readonly country: string;
  readonly payment_method_details: { readonly type: string };
  /** The merchant's, of what was paid. */
  readonly external_reference?: string | undefined;
  /** What the reports call it. */
  readonly reconciliation_reference: string;
  readonly mode: 'test';
  readonly created_at: string;
  readonly updated_at: string;
  /** Of the customer who paid; shown in the reports alone. */
  readonly customer_reference?: string | undefined;
};

/** Of a payment, in part or whole. Moment documents no object of one. */
export type Refund = {
  readonly id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly reconciliation_reference: string;
  readonly created_at: string;
};

const Row = z.object({ json: z.string() });

/** Objects of one kind by id, with a second name by which they are found. */
export class Records<T extends { readonly id: string }> {
  readonly #database: DatabaseSync;
  readonly #kind: string;
  readonly #aliasOf: (record: T) => string;

  constructor(database: DatabaseSync, kind: string, aliasOf: (record: T) => string) {
    this.#database = database;
    this.#kind = kind;
    this.#aliasOf = aliasOf;
    database.exec(
      'CREATE TABLE IF NOT EXISTS records (kind TEXT, id TEXT, alias TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, id), UNIQUE (kind, alias))',
    );
  }

  find(idOrAlias: string): T | undefined {
    const row = this.#database
      .prepare('SELECT json FROM records WHERE kind = ? AND (id = ? OR alias = ?)')
      .get(this.#kind, idOrAlias, idOrAlias);
    return row && (JSON.parse(Row.parse(row).json) as T);
  }

  /** @throws Problem 404 */
  get(idOrAlias: string): T {
    const record = this.find(idOrAlias);
    if (!record) throw notFound(`${this.#kind.replace('_', ' ')} ${idOrAlias}`);
    return record;
  }

  /** @throws Problem if another of the kind has the reference */
  refuseTaken(reference: string): void {
    if (!this.find(reference)) return;
    throw conflict(CONFLICT_STATUS, `A ${this.#kind} with external_reference ${reference} exists`);
  }

  /** Those with this parent, oldest first. */
  childrenOf(parent: 'customer_id' | 'account_id', id: string): T[] {
    return this.#database
      .prepare('SELECT json FROM records WHERE kind = ? AND json ->> ? = ? ORDER BY rowid')
      .all(this.#kind, parent, id)
      .map((row) => JSON.parse(Row.parse(row).json) as T);
  }

  /** Oldest first. */
  all(): T[] {
    return this.#database
      .prepare('SELECT json FROM records WHERE kind = ? ORDER BY rowid')
      .all(this.#kind)
      .map((row) => JSON.parse(Row.parse(row).json) as T);
  }

  put(record: T): void {
    this.#database
      .prepare(
        'INSERT INTO records (kind, id, alias, json) VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET alias = excluded.alias, json = excluded.json',
      )
      .run(this.#kind, record.id, this.#aliasOf(record), JSON.stringify(record));
  }
}

/** All that the sandbox remembers but for its events. */
export type MomentRecords = {
  readonly customers: Records<Customer>;
  readonly accounts: Records<Account>;
  readonly bills: Records<Bill>;
  readonly paymentRequests: Records<PaymentRequest>;
  readonly payments: Records<PaymentRecord>;
  readonly refunds: Records<Refund>;
};

export function createMomentRecords(database: DatabaseSync): MomentRecords {
  const reference = (record: Billed) => record.external_reference;
  return {
    customers: new Records<Customer>(database, 'customer', reference),
    accounts: new Records<Account>(database, 'account', reference),
    bills: new Records<Bill>(database, 'bill', reference),
    paymentRequests: new Records(database, 'payment_request', ({ id }) => id),
    payments: new Records(database, 'payment', ({ id }) => id),
    refunds: new Records(database, 'refund', ({ id }) => id),
  };
}

/** What is sent replaces what is stored; metadata is merged. */
export function patched<T extends { readonly metadata?: Metadata | undefined }>(
  stored: T,
  { metadata, ...changes }: { readonly [Member in keyof T]?: T[Member] | undefined },
): T {
  const merged = PATCH_MERGES_METADATA ? { ...stored.metadata, ...metadata } : metadata;
  return { ...stored, ...changes, ...(metadata && { metadata: merged }) };
}
