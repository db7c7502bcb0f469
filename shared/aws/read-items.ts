import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '#shared/errors.ts';
import { type Item, type ItemKey, itemKeyOf } from './items/keys.ts';

/** The item as it is now. */
export async function readItem(
  client: DynamoDBDocumentClient,
  table: string,
  key: ItemKey,
): Promise<Item | undefined> {
  const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
  return (await client.send(command)).Item;
}

/**
 * The items that exist under up to 100 keys, in any order: each as it is now, though not all at the same moment.
 * DynamoDB reads as much as fits into an answer and as its capacity allows; the rest is asked for again for as
 * long as each answer brings something, and then `ledger.busy` is thrown. Where it can read nothing it says so
 * by an error, before which the SDK waits and tries again.
 *
 * Source: Amazon DynamoDB API Reference, BatchGetItem.
 */
export async function readItems(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly ItemKey[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  // A request that names a key twice is refused.
  let left = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  while (left.length > 0) {
    const request = { Keys: left.map(({ pk, sk }) => ({ pk, sk })), ConsistentRead: true };
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: request } }),
    );
    items.push(...(Responses?.[table] ?? []));
    const unread = UnprocessedKeys?.[table]?.Keys ?? [];
    if (unread.length >= left.length) {
      throw new ServiceError('ledger.busy', `The table reads none of ${left.length} items now`);
    }
    left = unread.map(itemKeyOf);
  }
  return items;
}
