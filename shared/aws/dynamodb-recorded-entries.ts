import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { parse } from '#shared/models/parsing.ts';
import { type RecordedEntry, SUMMED_TYPES } from '#shared/models/summary.ts';
import type { RecordedAsked, RecordedEntries } from '#shared/ports/reports.ts';
import { INDEX } from './items/keys.ts';
import { queryRecorded } from './query-recorded.ts';

const Row = z.object({
  type: z.enum(SUMMED_TYPES),
  amount: MinorUnits,
  currency: CurrencyCode,
  recordedAt: z.iso.datetime(),
});

/** Entries from the index `recorded`, which lags behind by moments. */
export class DynamoDbRecordedEntries implements RecordedEntries {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listRecorded(asked: RecordedAsked) {
    const { items, cursor } = await queryRecorded(this.#client, this.#table, asked);
    return { entries: items.map((row): RecordedEntry => parse(Row, row)), cursor };
  }

  async findFirst(type: RecordedEntry['type']): Promise<string | undefined> {
    const { Items: [first] = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.recorded,
        KeyConditionExpression: '#type = :type',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: { ':type': type },
        Limit: 1,
      }),
    );
    return first && parse(Row, first).recordedAt;
  }
}
