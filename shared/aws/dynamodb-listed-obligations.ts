import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { WholeObligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { ListAsked, ListedObligations } from '#shared/ports/listed.ts';
import { headKey, INDEX, type Item, itemKeyOf, profileKey, SK } from './items/keys.ts';
import { fromObligationItem, fromProfileItem } from './items/obligation-items.ts';
import { readItems } from './read-items.ts';

/** Of BatchGetItem, of which each takes two. */
const OBLIGATIONS_AT_ONCE = 50;
/** Below and above every character of a reference. */
const [LOWEST, HIGHEST] = ['-', '~'];

/** Obligations from the index `reference`, which lags behind by moments; what is shown of them is true now. */
export class DynamoDbListedObligations implements ListedObligations {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listObligations(kind: ObligationKind, asked: ListAsked) {
    const ids: string[] = [];
    const { limit } = asked;
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          IndexName: INDEX.reference,
          KeyConditionExpression: '#kind = :kind AND externalReference BETWEEN :first AND :last',
          ExpressionAttributeNames: { '#kind': 'kind' },
          ExpressionAttributeValues: { ':kind': kind, ...boundsOf(asked) },
          // One more than asked tells whether there is another page.
          Limit: limit + 1 - ids.length,
          ExclusiveStartKey: start,
        }),
      );
      ids.push(...Items.map((item) => itemKeyOf(item).pk));
      start = LastEvaluatedKey;
    } while (start && ids.length <= limit);
    return { listed: await this.#read(ids.slice(0, limit)), hasMore: ids.length > limit };
  }

  /** In the order of the ids. */
  async #read(ids: readonly string[]): Promise<readonly WholeObligation[]> {
    const items: Item[] = [];
    for (let first = 0; first < ids.length; first += OBLIGATIONS_AT_ONCE) {
      const some = ids.slice(first, first + OBLIGATIONS_AT_ONCE);
      const keys = some.flatMap((id) => [headKey(id), profileKey(id)]);
      items.push(...(await readItems(this.#client, this.#table, keys)));
    }
    const at = (sk: string) =>
      new Map(items.filter((item) => item['sk'] === sk).map((item) => [item['pk'], item]));
    const [heads, profiles] = [at(SK.head), at(SK.profile)];
    return ids.flatMap((id) => {
      const [head, profile] = [heads.get(id), profiles.get(id)];
      if (!head) return [];
      return [
        { obligation: fromObligationItem(head), profile: profile ? fromProfileItem(profile) : {} },
      ];
    });
  }
}

/** A sort key takes one condition: what begins with the prefix, behind what was shown. */
function boundsOf({ prefix, after }: ListAsked): { readonly ':first': string; ':last': string } {
  const first = after === undefined ? prefix : `${after}${LOWEST}`;
  return { ':first': first || LOWEST, ':last': `${prefix}${HIGHEST}` };
}
