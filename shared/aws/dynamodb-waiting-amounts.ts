import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { lenient, tryParse } from '#shared/models/parsing.ts';
import type { WaitingAmount, WaitingKind } from '#shared/models/summary.ts';
import type { WaitingAmounts } from '#shared/ports/reports.ts';
import { ATTENTION } from './items/held-items.ts';
import { INDEX, type Item, itemKeyOf } from './items/keys.ts';
import { readItems } from './read-items.ts';

/** Of BatchGetItem. */
const KEYS_MAX = 100;

const Told = z.object({
  receivedAt: z.iso.datetime(),
  amount: lenient(MinorUnits),
  currency: lenient(CurrencyCode),
});

/** Events that wait, from the index `attention`, with what their items say now. */
export class DynamoDbWaitingAmounts implements WaitingAmounts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listWaitingAmounts(kind: WaitingKind, cursor: string | undefined) {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.attention,
        KeyConditionExpression: 'attention = :kind',
        ExpressionAttributeValues: { ':kind': ATTENTION[kind] },
        Limit: KEYS_MAX,
        ExclusiveStartKey: cursor === undefined ? undefined : (JSON.parse(cursor) as Item),
      }),
    );
    const items = await readItems(this.#client, this.#table, Items.map(itemKeyOf));
    return {
      waiting: items
        .filter(({ attention }) => attention === ATTENTION[kind])
        .flatMap((item) => toWaiting(kind, item)),
      cursor: LastEvaluatedKey && JSON.stringify(LastEvaluatedKey),
    };
  }
}

/** One that cannot be read hides no other. */
function toWaiting(kind: WaitingKind, item: Item): readonly WaitingAmount[] {
  const told = tryParse(Told, item);
  return told.ok ? [{ kind, ...told.value }] : [];
}
