import getItem from 'dynalite/actions/getItem.js';
import { createKey, type Input, type Item, type Output, validateKey } from 'dynalite/db/index.js';
import * as getValidation from 'dynalite/validations/getItem.js';
import { consumedCapacity } from './consumed-capacity.ts';
import {
  NO_REASON,
  TRANSACTION_CONFLICT,
  transactionCanceled,
  validationError,
} from './dynamodb-error.ts';
import { type Engine, run, validate } from './engine.ts';
import { findTable } from './tables.ts';
import { transactGetValidation } from './transact-input.ts';
import { itemPrefix, WriteBuffer } from './write-buffer.ts';
import { transactReadUnits } from './write-capacity.ts';

const validation = transactGetValidation(getValidation.types);

/** TransactGetItems: the items as they are at one moment. */
export async function transactGetItems(engine: Engine, input: Input): Promise<Output> {
  const checked = validate(validation, input, engine.store);
  const gets = readGets(engine, checked);
  const places = gets.map((get) => placeOf(engine, get));
  refuseMisfits(places.map(({ misfit }) => misfit));
  const keys = places.map(({ key }) => key);
  if (new Set(keys).size < keys.length) {
    throw validationError('Transaction request cannot include multiple operations on one item');
  }
  if (engine.conflicts === 'fail') refuseConflicts(engine, keys);
  const results = await engine.locks.hold(keys, 'write', () =>
    Promise.all(
      places.map(async ({ table }, i) => {
        const buffer = new WriteBuffer(engine.store, table);
        const { Item } = await run(getItem, buffer, gets[i] ?? {});
        return { Item, units: transactReadUnits(table, buffer) };
      }),
    ),
  );
  const units = results.map((result) => result.units);
  return {
    Responses: results.map(({ Item }) => ({ Item })),
    ConsumedCapacity: consumedCapacity(checked['ReturnConsumedCapacity'], units, 'Read'),
  };
}

function readGets({ store }: Engine, checked: Input): readonly Input[] {
  const items = checked['TransactItems'] as readonly { readonly Get?: Input }[];
  return items.map(({ Get }) => {
    if (!Get)
      throw validationError('Invalid Request: TransactGetRequest should contain Get request');
    const refusal = getValidation.custom?.(Get, store);
    if (refusal) throw validationError(refusal);
    return Get;
  });
}

function placeOf({ store }: Engine, get: Input) {
  const table = findTable(store, get['TableName']);
  const key = get['Key'] as Item;
  const misfit = validateKey(key, table) ?? undefined;
  return { table, misfit, key: misfit ? '' : itemPrefix(table.TableName) + createKey(key, table) };
}

function refuseMisfits(misfits: readonly (Error | undefined)[]): void {
  if (misfits.every((misfit) => misfit === undefined)) return;
  throw transactionCanceled(
    misfits.map((misfit) =>
      misfit ? { Code: 'ValidationError', Message: misfit.message } : NO_REASON,
    ),
  );
}

function refuseConflicts({ locks }: Engine, keys: readonly string[]): void {
  const inTransaction = keys.map((key) => locks.owner(key) === 'transaction');
  if (!inTransaction.includes(true)) return;
  throw transactionCanceled(
    inTransaction.map((conflict) => (conflict ? TRANSACTION_CONFLICT : NO_REASON)),
  );
}
