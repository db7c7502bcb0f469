import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { parse } from '#shared/models/parsing.ts';
import { type RecordedEntry, SUMMED_TYPES } from '#shared/models/summary.ts';
import type { RecordedAsked, RecordedEntries } from '#shared/ports/reports.ts';
import { INDEX, type Item } from './items/keys.ts';

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

  async listRecorded({ type, from, to, cursor }: RecordedAsked) {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.recorded,
        KeyConditionExpression: '#type = :type AND recordedAt BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: { ':type': type, ':from': from, ':to': to },
        ExclusiveStartKey: cursor === undefined ? undefined : (JSON.parse(cursor) as Item),
      }),
    );
    const rows = Items.map((row): RecordedEntry => parse(Row, row));
    return {
      // BETWEEN takes both ends.
      entries: rows.filter(({ recordedAt }) => recordedAt < to),
      cursor: LastEvaluatedKey && JSON.stringify(LastEvaluatedKey),
    };
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
