import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store, Table } from 'dynalite/db/index.js';
import { DynamoDbError } from './dynamodb-error.ts';

const TURNS_MAX = 10_000;
const PREFIX = 'table~';

export function findTable(store: Store, name: unknown): Table {
  const table = store.db.getSync(`${PREFIX}${name}`) as Table | undefined;
  if (table) return table;
  throw new DynamoDbError('ResourceNotFoundException', 'Requested resource not found');
}

/** Waits until dynalite has done in the background what it said; undefined if the table is gone. */
export async function untilSettled(store: Store, name: string): Promise<Table | undefined> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const table = store.db.getSync(PREFIX + name) as Table | undefined;
    if (!table || table.TableStatus === 'ACTIVE') return table;
    await nextTurn();
  }
  throw new Error(`Table ${name} is not settled after ${TURNS_MAX} turns`);
}

/** A process that was killed may have left tables halfway: finish what they were at. */
export async function settleTables(store: Store): Promise<void> {
  for await (const [key, value] of store.db.iterator({ gte: PREFIX, lt: `${PREFIX}\uffff` })) {
    const table = value as Table;
    if (table.TableStatus === 'ACTIVE') continue;
    if (table.TableStatus === 'DELETING') {
      for (const prefix of [`item-${table.TableName}~`, `index-global~${table.TableName}~`]) {
        await store.db.clear({ gte: prefix, lt: `${prefix}\uffff` });
      }
      await store.db.batch([{ type: 'del', key }]);
      continue;
    }
    const indexes = table.GlobalSecondaryIndexes?.map((index) => ({
      ...index,
      IndexStatus: 'ACTIVE',
    }));
    const active = { ...table, TableStatus: 'ACTIVE', GlobalSecondaryIndexes: indexes };
    await store.db.batch([{ type: 'put', key, value: active }]);
  }
}
