import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '#test/support/dynamodb-engines.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { connect, createTable, queryIndex, TableName } from './dynamodb-engine-table.ts';

describe.each(engines)('an item in an index of DynamoDB ($name)', ({ start }) => {
  let engine: RunningServer;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await start();
    documents = connect(engine.endpoint, 'indexes');
    await createTable(documents);
  }, 60_000);

  afterAll(async () => {
    documents.destroy();
    await engine.close();
  });

  const put = (Item: Record<string, unknown>) =>
    documents.send(new PutCommand({ TableName, Item }));

  test('is there only while it has the index keys', async () => {
    await put({ pk: 'sparse', attention: 'quarantined', attentionSince: 'now', reason: 'why' });
    await put({ pk: 'sparse-without', attention: 'quarantined' });
    expect(await queryIndex(documents, 'attention', 'quarantined')).toHaveLength(1);

    await put({ pk: 'sparse', attention: 'released', attentionSince: 'now' });
    expect(await queryIndex(documents, 'attention', 'quarantined')).toEqual([]);
    expect(await queryIndex(documents, 'attention', 'released')).toHaveLength(1);

    await documents.send(new DeleteCommand({ TableName, Key: { pk: 'sparse' } }));
    expect(await queryIndex(documents, 'attention', 'released')).toEqual([]);
  });

  test('shares an index key with others without hiding them', async () => {
    await Promise.all(['a', 'b', 'c'].map((pk) => put({ pk: `shared-${pk}`, eventId: 'shared' })));

    expect(await queryIndex(documents, 'event', 'shared')).toHaveLength(3);
  });

  test('is found by its sequence, page by page, newest first, negative ones too', async () => {
    const sequences = [-3, -2, -1, 1, 2, 9, 10, 11, 100];
    await Promise.all(
      sequences.map((sequence) =>
        put({ pk: `page-${sequence}`, obligationId: 'paged', sequence, amount: 5, hidden: 'x' }),
      ),
    );

    const pages: number[][] = [];
    let from: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const page: QueryCommandOutput = await documents.send(
        new QueryCommand({
          TableName,
          IndexName: 'statement',
          KeyConditionExpression: 'obligationId = :id AND #sequence BETWEEN :first AND :last',
          ExpressionAttributeNames: { '#sequence': 'sequence' },
          ExpressionAttributeValues: { ':id': 'paged', ':first': -2, ':last': 99 },
          ScanIndexForward: false,
          Limit: 3,
          ExclusiveStartKey: from,
        }),
      );
      pages.push((page.Items ?? []).map(({ sequence }) => sequence));
      expect(page.Items?.every((item) => item['amount'] === 5 && !('hidden' in item))).toBe(true);
      from = page.LastEvaluatedKey;
    } while (from);

    expect(pages.flat()).toEqual([11, 10, 9, 2, 1, -1, -2]);
    expect(pages[0]).toEqual([11, 10, 9]);
  });
});
