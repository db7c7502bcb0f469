import deleteItem from 'dynalite/actions/deleteItem.js';
import putItem from 'dynalite/actions/putItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import {
  type Action,
  checkConditional,
  createKey,
  type Input,
  type Item,
  type Output,
  type Store,
  type Table,
  validateItem,
  validateKey,
} from 'dynalite/db/index.js';
import * as deleteValidation from 'dynalite/validations/deleteItem.js';
import * as putValidation from 'dynalite/validations/putItem.js';
import * as updateValidation from 'dynalite/validations/updateItem.js';
import { DynamoDbError, isRefusal, refusalName, validationError } from './dynamodb-error.ts';
import { run, type Validation } from './engine.ts';
import { refuseEmptyIndexKeys } from './index-keys.ts';
import { ITEM_BYTES_MAX, itemSize } from './item-size.ts';
import { findTable } from './tables.ts';
import { itemPrefix, WriteBuffer } from './write-buffer.ts';
import type { Images } from './write-capacity.ts';

const checkCondition: Action = (store, input, callback) => {
  store.getTable(String(input['TableName']), (_error, table) => {
    const key = createKey(input['Key'] as Item, table as Table);
    store.getItemDb(String(input['TableName'])).get(key, (_missing, item) => {
      callback(checkConditional(input, item), {});
    });
  });
};

const KINDS = {
  Put: { action: putItem, validation: tellingTheItem(putValidation) },
  Update: { action: updateItem, validation: tellingTheItem(updateValidation) },
  Delete: { action: deleteItem, validation: tellingTheItem(deleteValidation) },
  ConditionCheck: { action: checkCondition, validation: tellingTheItem(deleteValidation) },
} as const satisfies Record<string, { action: Action; validation: Validation }>;

export type WriteKind = keyof typeof KINDS;

/** dynalite does not know the parameter, and so would take it away. */
function tellingTheItem({ types, custom }: Validation): Validation {
  const parameter = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
  return { types: { ...types, ReturnValuesOnConditionCheckFailure: parameter }, custom };
}

export function validationOf(kind: WriteKind): Validation {
  return KINDS[kind].validation;
}

/** A write that is well formed. Whether it can be done depends on the item. */
export type ItemWrite = {
  readonly kind: WriteKind;
  readonly input: Input;
  readonly table: Table;
  /** Names the item in the whole store. */
  readonly itemKey: string | undefined;
  /** Why there is no such key: it does not fit the table. */
  readonly misfit: Error | undefined;
};

/** Finds the table and the place of the item for a validated input. */
export function placeWrite(store: Store, kind: WriteKind, input: Input): ItemWrite {
  const table = findTable(store, input['TableName']);
  const item = input['Item'] as Item | undefined;
  const key = item ?? (input['Key'] as Item);
  const misfit = (item ? validateItem(item, table) : validateKey(key, table)) ?? undefined;
  if (misfit && /cannot contain an empty/.test(misfit.message)) throw emptyKey(misfit);
  if (misfit) return { kind, input, table, itemKey: undefined, misfit };
  if (item) {
    refuseEmptyIndexKeys(table, item, 'put');
    if (itemSize(item) > ITEM_BYTES_MAX) throw tooLarge('Item size');
  }
  const itemKey = itemPrefix(table.TableName) + createKey(key, table);
  return { kind, input, table, itemKey, misfit: undefined };
}

export type WriteEffect = Images &
  Pick<WriteBuffer, 'operations'> & {
    readonly output: Output;
  };

/** What the write would do. The caller holds the item's lock, and carries it out. */
export async function decideWrite(
  store: Store,
  { kind, input, table }: ItemWrite,
): Promise<WriteEffect> {
  const buffer = new WriteBuffer(store, table);
  try {
    const output = await run(KINDS[kind].action, buffer, input);
    const { before, after, operations } = buffer;
    if (kind === 'Update' && after) {
      refuseEmptyIndexKeys(table, after, 'update');
      if (itemSize(after) > ITEM_BYTES_MAX) throw tooLarge('Item size to update');
    }
    return { before, after, operations, output };
  } catch (error) {
    const tellsItem = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
    if (!isConditionFailure(error) || !tellsItem || !buffer.before) throw error;
    const members = { Item: buffer.before };
    throw new DynamoDbError('ConditionalCheckFailedException', error.body.message, members);
  }
}

function isConditionFailure(error: unknown): error is Pick<DynamoDbError, 'body'> {
  return isRefusal(error) && refusalName(error) === 'ConditionalCheckFailedException';
}

/** dynalite words it in two ways, AWS in one. */
function emptyKey(misfit: Error): DynamoDbError {
  return validationError(misfit.message.replace('were invalid: The', 'are not valid. The'));
}

function tooLarge(what: string): DynamoDbError {
  return validationError(`${what} has exceeded the maximum allowed size`);
}
