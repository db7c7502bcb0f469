import { isDeepStrictEqual } from 'node:util';
import { createIndexKey, type Index, type Item, type Table } from 'dynalite/db/index.js';
import { itemSize } from './item-size.ts';

/** Capacity units of one item, by what they were spent on. */
export type Units = {
  readonly tableName: string;
  readonly table: number;
  readonly indexes: Readonly<Record<string, number>>;
};

/** An item as it was and as it becomes; undefined where it does not exist. */
export type Images = { readonly before: Item | undefined; readonly after: Item | undefined };

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;
/** A transaction prepares and commits each item; its index rows are written as ever. */
const TRANSACTION_FACTOR = 2;

/**
 * What AWS charges for a write: the larger image of the item, and each index row that it puts, changes
 * or removes.
 *
 * Source: Amazon DynamoDB Developer Guide, "Capacity unit consumption for write operations".
 */
export function writeUnits(table: Table, images: Images): Units {
  const indexes: Record<string, number> = {};
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    const units = rowUnits(table, index, images);
    if (units > 0) indexes[index.IndexName] = units;
  }
  return { tableName: table.TableName, table: largerImage(images, WRITE_UNIT_BYTES), indexes };
}

export function transactWriteUnits(table: Table, images: Images): Units {
  const units = writeUnits(table, images);
  return { ...units, table: TRANSACTION_FACTOR * units.table };
}

/** Also what the repetition of a transaction costs, which reads what it wrote. */
export function transactReadUnits(table: Table, images: Images): Units {
  const units = TRANSACTION_FACTOR * largerImage(images, READ_UNIT_BYTES);
  return { tableName: table.TableName, table: units, indexes: {} };
}

function rowUnits(table: Table, index: Index, { before, after }: Images): number {
  const old = before && indexRow(table, index, before);
  const next = after && indexRow(table, index, after);
  // By value: what an update set again is made otherwise than what was read.
  if (isDeepStrictEqual(toPlain(old), toPlain(next))) return 0;
  const moved = old && next && rowKey(table, index, old) !== rowKey(table, index, next);
  return moved
    ? unitsOf(old, WRITE_UNIT_BYTES) + unitsOf(next, WRITE_UNIT_BYTES)
    : largerImage({ before: old, after: next }, WRITE_UNIT_BYTES);
}

/** The item as the index holds it; undefined if it has no place there. */
function indexRow(table: Table, index: Index, item: Item): Item | undefined {
  const keys = index.KeySchema.map(({ AttributeName }) => AttributeName);
  if (keys.some((key) => item[key] === undefined)) return undefined;
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  if (ProjectionType === 'ALL') return item;
  const tableKeys = table.KeySchema.map(({ AttributeName }) => AttributeName);
  const names = new Set([...keys, ...tableKeys, ...NonKeyAttributes]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function toPlain(row: Item | undefined): unknown {
  return row && JSON.parse(JSON.stringify(row));
}

function rowKey(table: Table, index: Index, row: Item): string {
  return createIndexKey(row, table, index.KeySchema);
}

function largerImage({ before, after }: Images, unitBytes: number): number {
  return Math.max(unitsOf(before, unitBytes), unitsOf(after, unitBytes));
}

function unitsOf(item: Item | undefined, unitBytes: number): number {
  return Math.max(1, Math.ceil((item ? itemSize(item) : 0) / unitBytes));
}
