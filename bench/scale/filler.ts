import { marshall } from '@aws-sdk/util-dynamodb';
import {
  create,
  createIndexKey,
  createKey,
  type Item,
  type Operation,
  type Store,
  type Table,
} from 'dynalite/db/index.js';
import { findTable } from '#emulator/dynamodb/tables.ts';
import { itemPrefix } from '#emulator/dynamodb/write-buffer.ts';
import { toEntryItem } from '#shared/aws/items/entry-items.ts';
import { headKey } from '#shared/aws/items/keys.ts';
import { toNewestPayments, toObligationItem } from '#shared/aws/items/obligation-items.ts';
import { openObligation } from '#shared/ledger/open-obligation.ts';
import { hashEntry } from '#shared/models/chain.ts';
import { type PaymentEntry, paymentKey } from '#shared/models/entry.ts';
import { movement, obligation } from '#test/support/factories.ts';
import { postingOf } from '#test/support/postings.ts';
import { OWED, paymentOn } from './payment.ts';

const OPERATIONS_PER_WRITE = 3000;
/** As many payments as the head of a ledger names. */
const NEWEST_MAX = 8;
const NOW = '2026-06-18T12:00:00.000Z';
const WITHOUT_UNDEFINED = { removeUndefinedValues: true };

/**
 * Fills a table of the embedded DynamoDB where it keeps it, while no engine has it open: a million entries
 * through its own door would take some minutes. What it writes is what a `PutItem` of each item would.
 */
export class Filler {
  readonly #store: Store;
  readonly #table: Table;
  #operations: Operation[] = [];

  static async open(directory: string, tableName: string): Promise<Filler> {
    const store = create({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    await store.db.open();
    return new Filler(store, findTable(store, tableName));
  }

  private constructor(store: Store, table: Table) {
    this.#store = store;
    this.#table = table;
  }

  /** Opens an obligation that owes {@link OWED}, and has paid 1 by each entry from the second on. */
  async openObligation(id: string, entries = 1): Promise<void> {
    const facts = {
      external_reference: `ref-${id}`,
      name: 'John Doe',
      currency: 'ZAR',
      balance: OWED,
    };
    const done = { obligationId: id, openedAt: NOW };
    const { obligation, entry } = openObligation({ kind: 'customer', facts }, done, `open-${id}`);
    if (!entry) throw new Error(`${id} has no balance`);
    await this.#put(toAttributes(toEntryItem(entry)));
    await this.#put(toAttributes(toObligationItem(obligation)));
    if (entries > 1) await this.extendLedger(id, entries);
  }

  /** Adds payments of 1 until there are so many entries. @param recordedAt of each by its number @default all at once */
  async extendLedger(
    id: string,
    entries: number,
    recordedAt: (sequence: number) => string = () => NOW,
  ): Promise<void> {
    await this.#flush();
    const headPlace = createKey(toAttributes(headKey(id)), this.#table);
    const key = itemPrefix(this.#table.TableName) + headPlace;
    const obligation = this.#store.db.getSync(key) as Item;
    const template = entryTemplate(id);
    let sequence = Number(obligation['sequence']?.N);
    let balance = Number(obligation['balance']?.N);
    let newestHash = String(obligation['newestHash']?.S);
    while (sequence < entries) {
      sequence += 1;
      balance -= 1;
      const filled = filledId(sequence);
      const entry: PaymentEntry = {
        ...template,
        ...{ sequence, endingBalance: balance, previous: newestHash },
        recordedAt: recordedAt(sequence),
        key: paymentKey({ paymentId: `pay_${filled}`, obligationId: id }),
        paymentId: `pay_${filled}`,
        cause: { ...template.cause, id: `evt_${filled}` },
      };
      newestHash = hashEntry(entry);
      await this.#put(toAttributes(toEntryItem(entry)));
    }
    const newest = Array.from({ length: Math.min(NEWEST_MAX, sequence - 1) }, (_, n) => ({
      paymentId: `pay_${filledId(sequence - n)}`,
      toldBy: 'application' as const,
      amount: 1,
    }));
    const newestPayments = toNewestPayments(newest);
    const moved = { sequence, balance, newestHash, newestPayments };
    const head = toAttributes({ ...moved, recordedAt: recordedAt(sequence) });
    await this.#put({ ...obligation, ...head });
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#store.db.close();
  }

  /** An item that is new, or changes no index row. */
  async #put(item: Item): Promise<void> {
    this.#operations.push(...putOperations(this.#table, item));
    if (this.#operations.length >= OPERATIONS_PER_WRITE) await this.#flush();
  }

  async #flush(): Promise<void> {
    await this.#store.db.batch(this.#operations);
    this.#operations = [];
  }
}

/** What dynalite stores of an item: itself, and a row for each index that it has the keys for. */
export function putOperations(table: Table, item: Item): Operation[] {
  const { TableName } = table;
  const operations: Operation[] = [
    { type: 'put', key: itemPrefix(TableName) + createKey(item, table), value: item },
  ];
  for (const { IndexName, KeySchema, Projection } of table.GlobalSecondaryIndexes ?? []) {
    const keys = KeySchema.map(({ AttributeName }) => AttributeName);
    if (keys.some((name) => item[name] === undefined)) continue;
    const names = [
      ...keys,
      ...table.KeySchema.map(({ AttributeName }) => AttributeName),
      ...(Projection.NonKeyAttributes ?? []),
    ];
    const row = Object.fromEntries(names.map((name) => [name, item[name]]));
    const key = `index-global~${TableName}~${IndexName}~${createIndexKey(row, table, KeySchema)}`;
    operations.push({ type: 'put', key, value: row });
  }
  return operations;
}

const filledId = (sequence: number) => `fill${String(sequence).padStart(16, '0')}`;

/** An entry as the ledger would write it; only what tells one from the next is to be replaced. */
function entryTemplate(id: string): PaymentEntry {
  const owed = obligation({ id, externalReference: id, balance: OWED });
  const [entry] = postingOf([movement(paymentOn(id, 0))], owed).entries;
  if (entry?.type !== 'payment') throw new Error('Nothing was entered');
  return entry;
}

function toAttributes(item: object): Item {
  return marshall(item, WITHOUT_UNDEFINED) as Item;
}
