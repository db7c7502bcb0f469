import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Done, Unchanged } from '#shared/models/change.ts';
import { adjustmentKey, COMMAND, type Entry } from '#shared/models/entry.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { Undoable } from '#shared/models/undone.ts';
import type { Changes } from '#shared/ports/changes.ts';
import { unlessConditionFails } from './conditional-write.ts';
import {
  fromUnchangedItem,
  fromUndoneItem,
  isUnchangedItem,
  isUndoneItem,
  toUnchangedItem,
} from './items/change-items.ts';
import { isDoubtItem } from './items/doubt-items.ts';
import { fromEntryItem } from './items/entry-items.ts';
import { entryItemKey, type Item, undoneKey } from './items/keys.ts';
import { putOnce } from './ledger-writes.ts';
import { readItems } from './read-items.ts';

/** What commands did to balances, in the ledger's table. */
export class DynamoDbChanges implements Changes {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** One page of a partition is enough: a key is used once, or by as many as raced for it. */
  async findDone(idempotencyKey: string): Promise<readonly Done[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${COMMAND}${idempotencyKey}` },
      }),
    );
    // An event may have any id, and is held beside.
    return Items.filter(({ sk }) => isValid(ObligationId, sk)).map(toDone);
  }

  async findUndoable(obligationId: string, entryKey: string): Promise<Undoable> {
    const { pk: paymentId } = entryItemKey(entryKey);
    const adjusting = adjustmentKey({ paymentId, obligationId });
    const items = await readItems(this.#client, this.#table, [
      entryItemKey(entryKey),
      entryItemKey(adjusting),
      undoneKey(obligationId, entryKey),
    ]);
    const undone = items.find(isUndoneItem);
    const entries = items.filter(isEntryItem).map(fromEntryItem);
    const find = (key: string): Entry | undefined => entries.find((entry) => entry.key === key);
    return {
      entry: find(entryKey),
      adjustment: find(adjusting),
      undone: undone && fromUndoneItem(undone),
    };
  }

  async keepUnchanged(unchanged: Unchanged): Promise<'kept' | 'exists'> {
    const put = new PutCommand(putOnce(this.#table, toUnchangedItem(unchanged)));
    return (await unlessConditionFails(() => this.#client.send(put))) ? 'kept' : 'exists';
  }
}

function isEntryItem(item: Item): boolean {
  return !isUndoneItem(item) && !isUnchangedItem(item) && !isDoubtItem(item);
}

function toDone(item: Item): Done {
  return isUnchangedItem(item)
    ? { kind: 'unchanged', unchanged: fromUnchangedItem(item) }
    : { kind: 'entered', entry: fromEntryItem(item) };
}
