import type { Item, Table } from 'dynalite/db/index.js';
import { validationError } from './dynamodb-error.ts';

const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty';

/** Refuses an item that could not be found in an index, as a new item or as an update leaves it. */
export function refuseEmptyIndexKeys(table: Table, item: Item, by: 'put' | 'update'): void {
  for (const { IndexName, KeySchema } of table.GlobalSecondaryIndexes ?? []) {
    for (const { AttributeName } of KeySchema) {
      const { S, B } = item[AttributeName] ?? {};
      if (S !== '' && B !== '') continue;
      const kind = S === '' ? 'string' : 'binary';
      throw validationError(
        by === 'put'
          ? `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${EMPTY} ${kind} value. IndexName: ${IndexName}, IndexKey: ${AttributeName}`
          : `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY} ${kind} value.`,
      );
    }
  }
}
