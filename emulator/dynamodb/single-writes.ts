import type { Input, Item, Output } from 'dynalite/db/index.js';
import * as batchValidation from 'dynalite/validations/batchWriteItem.js';
import { consumedCapacity } from './consumed-capacity.ts';
import { DynamoDbError, TRANSACTION_CONFLICT, validationError } from './dynamodb-error.ts';
import { type Engine, validate } from './engine.ts';
import {
  decideWrite,
  type ItemWrite,
  placeWrite,
  validationOf,
  type WriteKind,
} from './item-write.ts';
import { type Units, writeUnits } from './write-capacity.ts';

/** PutItem, UpdateItem or DeleteItem. */
export async function writeItem(engine: Engine, kind: WriteKind, input: Input): Promise<Output> {
  const checked = validate(validationOf(kind), input, engine.store);
  const write = placeWrite(engine.store, kind, checked);
  const { output, units } = await carryOut(engine, write);
  const [capacity] = consumedCapacity(checked['ReturnConsumedCapacity'], [units]) ?? [];
  return { ...output, ConsumedCapacity: capacity };
}

type WriteRequest = {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
};

/** BatchWriteItem: each item for itself. */
export async function batchWriteItems(engine: Engine, input: Input): Promise<Output> {
  const checked = validate(batchValidation, input, engine.store);
  const requests = checked['RequestItems'] as Readonly<Record<string, readonly WriteRequest[]>>;
  const writes = Object.entries(requests).flatMap(([TableName, ofTable]) =>
    ofTable.map(({ PutRequest, DeleteRequest }) => {
      const write = { TableName, ...PutRequest, ...DeleteRequest };
      return placeWrite(engine.store, PutRequest ? 'Put' : 'Delete', write);
    }),
  );
  refuseMisfits(writes);
  const done = await Promise.all(writes.map((write) => carryOut(engine, write)));
  const units = done.map((result) => result.units);
  return {
    UnprocessedItems: {},
    ConsumedCapacity: consumedCapacity(checked['ReturnConsumedCapacity'], units),
  };
}

function refuseMisfits(writes: readonly ItemWrite[]): void {
  const misfit = writes.find((write) => write.misfit)?.misfit;
  if (misfit && /for Index Key/.test(misfit.message)) throw misfit;
  if (misfit) throw validationError('The provided key element does not match the schema');
  if (new Set(writes.map(({ itemKey }) => itemKey)).size < writes.length) {
    throw validationError('Provided list of item keys contains duplicates');
  }
}

async function carryOut(
  { store, locks, conflicts, onWritten }: Engine,
  write: ItemWrite,
): Promise<{ readonly output: Output; readonly units: Units }> {
  const { itemKey, misfit, table } = write;
  if (itemKey === undefined) throw misfit;
  if (conflicts === 'fail' && locks.owner(itemKey) === 'transaction') {
    throw new DynamoDbError('TransactionConflictException', TRANSACTION_CONFLICT.Message);
  }
  return locks.hold([itemKey], 'write', async () => {
    const { operations, output, ...images } = await decideWrite(store, write);
    await store.db.batch(operations);
    onWritten([{ tableName: table.TableName, before: images.before, after: images.after }]);
    return { output, units: writeUnits(table, images) };
  });
}
