import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

export type Customer = {
  readonly id: string;
  readonly external_reference: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly currency?: string | undefined;
  readonly balance?: number | undefined;
  readonly payment_rules: object;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
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
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly payment_id?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
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

  put(record: T): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO records (kind, id, alias, json) VALUES (?, ?, ?, ?)')
      .run(this.#kind, record.id, this.#aliasOf(record), JSON.stringify(record));
  }
}

/** All that the sandbox remembers about customers and Payment Requests. */
export type MomentRecords = {
  readonly customers: Records<Customer>;
  readonly paymentRequests: Records<PaymentRequest>;
};

export function createMomentRecords(database: DatabaseSync): MomentRecords {
  return {
    customers: new Records(database, 'customer', (customer) => customer.external_reference),
    paymentRequests: new Records(database, 'payment_request', ({ id }) => id),
  };
}
