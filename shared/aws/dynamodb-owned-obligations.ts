import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Obligation } from '#shared/models/obligation.ts';
import type { OwnedObligations } from '#shared/ports/ledger.ts';
import { headKey, type Item, itemKeyOf, SK } from './items/keys.ts';
import { fromObligationItem } from './items/obligation-items.ts';
import { readItems } from './read-items.ts';

/** Of BatchGetItem. */
const KEYS_MAX = 100;

/** What hangs on an obligation, as its partition names it. */
export class DynamoDbOwnedObligations implements OwnedObligations {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listOwned(ownerId: string, limit: number) {
    const ids: string[] = [];
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'pk = :owner AND begins_with(sk, :owns)',
          ExpressionAttributeValues: { ':owner': ownerId, ':owns': SK.owns },
          ConsistentRead: true,
          // One more than asked tells whether there are more.
          Limit: limit + 1 - ids.length,
          ExclusiveStartKey: start,
        }),
      );
      ids.push(...Items.map((item) => itemKeyOf(item).sk.slice(SK.owns.length)));
      start = LastEvaluatedKey;
    } while (start && ids.length <= limit);
    return { ids: ids.slice(0, limit), hasMore: ids.length > limit };
  }

  async findObligations(obligationIds: readonly string[]): Promise<readonly Obligation[]> {
    const keys = obligationIds.map(headKey);
    const items: Item[] = [];
    for (let first = 0; first < keys.length; first += KEYS_MAX) {
      const some = keys.slice(first, first + KEYS_MAX);
      items.push(...(await readItems(this.#client, this.#table, some)));
    }
    return items.map(fromObligationItem);
  }
}
