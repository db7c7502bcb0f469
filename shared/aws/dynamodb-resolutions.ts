import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { HeldEvent, HeldKey } from '#shared/models/held-event.ts';
import type { Resolutions, Resolving } from '#shared/ports/resolutions.ts';
import { fromHeldItem } from './items/held-items.ts';
import { heldItemKey, type Item, SK } from './items/keys.ts';
import { readItem } from './read-items.ts';
import { resolveItems } from './resolve-items.ts';
import { transact } from './transact.ts';

/** What persons decide about held events, in the ledger's table. */
export class DynamoDbResolutions implements Resolutions {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async findHeld(key: HeldKey): Promise<HeldEvent | undefined> {
    const item = await readItem(this.#client, this.#table, heldItemKey(key));
    return item && fromHeldItem(item);
  }

  async listBeside(key: HeldKey, limit: number): Promise<readonly HeldEvent[]> {
    const { pk, sk } = heldItemKey(key);
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :held)',
        ExpressionAttributeValues: { ':pk': pk, ':held': SK.held },
        Limit: limit,
      }),
    );
    return Items.filter((item) => item['sk'] !== sk).flatMap(readable);
  }

  async resolve(resolving: Resolving): Promise<'resolved' | 'conflict'> {
    const items = resolveItems(this.#table, resolving);
    return (await transact(this.#client, items)) ? 'conflict' : 'resolved';
  }
}

/** One that is none of ours is no reason to decide nothing about the others. */
function readable(item: Item): readonly HeldEvent[] {
  try {
    return [fromHeldItem(item)];
  } catch {
    return [];
  }
}
