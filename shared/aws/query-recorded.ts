import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { INDEX, type Item } from './items/keys.ts';

export type RecordedRowsAsked = {
  readonly type: string;
  /** ISO 8601 */
  readonly from: string;
  /** Not itself. */
  readonly to: string;
  readonly cursor?: string | undefined;
  /** @default as many as an answer has room for */
  readonly limit?: number | undefined;
};

/** A page of the index `recorded`, which lags behind by moments: entries of one type by when they were written down. */
export async function queryRecorded(
  client: DynamoDBDocumentClient,
  table: string,
  { type, from, to, cursor, limit }: RecordedRowsAsked,
): Promise<{ readonly items: readonly Item[]; readonly cursor: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: INDEX.recorded,
      KeyConditionExpression: '#type = :type AND recordedAt BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#type': 'type' },
      ExpressionAttributeValues: { ':type': type, ':from': from, ':to': to },
      ExclusiveStartKey: cursor === undefined ? undefined : (JSON.parse(cursor) as Item),
      Limit: limit,
    }),
  );
  return {
    // BETWEEN takes both ends.
    items: Items.filter(({ recordedAt }) => String(recordedAt) < to),
    cursor: LastEvaluatedKey && JSON.stringify(LastEvaluatedKey),
  };
}
