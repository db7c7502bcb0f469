import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { KindHeads } from '#shared/ports/reports.ts';
import { headKey, INDEX, type Item, itemKeyOf } from './items/keys.ts';
import { fromObligationItem } from './items/obligation-items.ts';
import { readItems } from './read-items.ts';

/** Heads from the index `reference`, which lags behind by moments; what they say is true now. */
export class DynamoDbKindHeads implements KindHeads {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** @param page of 100 at most, as BatchGetItem takes them */
  async listHeads(
    kind: ObligationKind,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ) {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.reference,
        KeyConditionExpression: `#kind = :kind${after === undefined ? '' : ' AND externalReference > :after'}`,
        ExpressionAttributeNames: { '#kind': 'kind' },
        ExpressionAttributeValues: { ':kind': kind, ':after': after },
        Limit: limit,
      }),
    );
    const ids = Items.map((item) => itemKeyOf(item).pk);
    const found = await readItems(this.#client, this.#table, ids.map(headKey));
    const byId = new Map(found.map((item) => [itemKeyOf(item).pk, item]));
    const read = ids.flatMap((id) => readHead(id, byId.get(id)));
    return {
      heads: read.flatMap(({ head }) => head ?? []),
      unreadable: read.flatMap(({ unreadable }) => unreadable ?? []),
      next: LastEvaluatedKey && String(LastEvaluatedKey['externalReference']),
    };
  }
}

/** One that cannot be read hides no other. */
function readHead(
  id: string,
  item: Item | undefined,
): readonly { readonly head?: Obligation; readonly unreadable?: string }[] {
  if (!item) return [];
  try {
    return [{ head: fromObligationItem(item) }];
  } catch {
    return [{ unreadable: id }];
  }
}
