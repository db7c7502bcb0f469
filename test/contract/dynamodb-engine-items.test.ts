import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  type ScanCommandOutput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '#test/support/dynamodb-engines.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { connect, createTable, queryIndex, refusal, TableName } from './dynamodb-engine-table.ts';

const NEW = 'attribute_not_exists(pk)';

describe.each(engines)('an item in DynamoDB ($name)', ({ start }) => {
  let engine: RunningServer;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await start();
    documents = connect(engine.endpoint, 'items');
    await createTable(documents);
  }, 60_000);

  afterAll(async () => {
    documents.destroy();
    await engine.close();
  });

  const put = (Item: Record<string, unknown>, more = {}) =>
    documents.send(new PutCommand({ TableName, Item, ...more }));
  const find = async (pk: string) =>
    (await documents.send(new GetCommand({ TableName, Key: { pk } }))).Item;

  test('can be written as soon as its table is created', async () => {
    const { Table } = await documents.send(new DescribeTableCommand({ TableName }));

    expect(Table).toMatchObject({ TableStatus: 'ACTIVE' });
    expect(Table?.GlobalSecondaryIndexes).toHaveLength(3);
  });

  test.each([
    ['put', () => new PutCommand({ TableName, Item: { pk: 'there' }, ConditionExpression: NEW })],
    [
      'update',
      () =>
        new UpdateCommand({
          TableName,
          Key: { pk: 'there' },
          UpdateExpression: 'SET n = :two',
          ConditionExpression: 'n = :two',
          ExpressionAttributeValues: { ':two': 2 },
        }),
    ],
    [
      'delete',
      () => new DeleteCommand({ TableName, Key: { pk: 'there' }, ConditionExpression: NEW }),
    ],
  ])('is shown to whoever asks when the condition of a %s fails', async (_kind, command) => {
    await put({ pk: 'there', n: 1 });

    const shown = command();
    Object.assign(shown.input, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    const asked = await refusal(documents.send(shown as PutCommand));
    expect(asked).toBeInstanceOf(ConditionalCheckFailedException);
    expect(asked).toMatchObject({ Item: { pk: { S: 'there' }, n: { N: '1' } } });

    const unasked = await refusal(documents.send(command() as PutCommand));
    expect(unasked).toBeInstanceOf(ConditionalCheckFailedException);
    expect((unasked as ConditionalCheckFailedException).Item).toBeUndefined();
    expect(await find('there')).toEqual({ pk: 'there', n: 1 });
  });

  test('keeps bytes, nested values and large numbers as they were', async () => {
    const item = {
      pk: 'exact',
      raw: new Uint8Array([0, 255, 128, 10]),
      nested: { list: [1, 'a', null, true], empty: '' },
      largest: Number.MAX_SAFE_INTEGER,
      set: new Set(['a', 'b']),
    };
    await put(item);

    expect(await find('exact')).toEqual(item);
  });

  test('with an empty index key is refused, whether put or updated', async () => {
    const named = { name: 'ValidationException' };
    expect(await refusal(put({ pk: 'empty', eventId: '' }))).toMatchObject(named);

    const update = new UpdateCommand({
      TableName,
      Key: { pk: 'empty' },
      UpdateExpression: 'SET eventId = :empty',
      ExpressionAttributeValues: { ':empty': '' },
    });
    expect(await refusal(documents.send(update))).toMatchObject(named);
    expect(await find('empty')).toBeUndefined();
  });

  test('of a batch is put or deleted, and none twice', async () => {
    await put({ pk: 'batch-old', eventId: 'batch' });
    const RequestItems = {
      [TableName]: [
        { PutRequest: { Item: { pk: 'batch-new', eventId: 'batch' } } },
        { DeleteRequest: { Key: { pk: 'batch-old' } } },
      ],
    };

    const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems }));
    expect(UnprocessedItems).toEqual({});
    expect(await queryIndex(documents, 'event', 'batch')).toEqual([
      { pk: 'batch-new', eventId: 'batch' },
    ]);

    const twice = { [TableName]: [...RequestItems[TableName], ...RequestItems[TableName]] };
    const error = await refusal(documents.send(new BatchWriteCommand({ RequestItems: twice })));
    expect(error).toMatchObject({ name: 'ValidationException' });
  });

  test('is counted exactly by 100 updates at once', async () => {
    const update = new UpdateCommand({
      TableName,
      Key: { pk: 'counted' },
      UpdateExpression: 'SET n = if_not_exists(n, :none) + :one',
      ExpressionAttributeValues: { ':none': 0, ':one': 1 },
    });
    await Promise.all(Array.from({ length: 100 }, () => documents.send(update)));

    expect(await find('counted')).toEqual({ pk: 'counted', n: 100 });
  });

  test('is found once by a scan, page by page', async () => {
    const written = Array.from({ length: 25 }, (_, i) => `scanned-${i}`);
    await Promise.all(written.map((pk) => put({ pk, scanned: true })));

    const found: string[] = [];
    let from: ScanCommandOutput['LastEvaluatedKey'];
    do {
      const page: ScanCommandOutput = await documents.send(
        new ScanCommand({
          TableName,
          FilterExpression: 'attribute_exists(scanned)',
          Limit: 10,
          ExclusiveStartKey: from,
        }),
      );
      found.push(...(page.Items ?? []).map(({ pk }) => pk));
      from = page.LastEvaluatedKey;
    } while (from);

    expect(found.sort()).toEqual(written.sort());
  });

  test('may have a time to live', async () => {
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
    await documents.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));

    const { TimeToLiveDescription } = await documents.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );
    expect(TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expiresAt',
    });
  });

  test('is not touched by an operation that does not exist', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=items/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
    const response = await fetch(engine.endpoint, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-date': '20260101T000000Z',
        'x-amz-target': 'DynamoDB_20120810.Forget',
      },
      body: JSON.stringify({ TableName }),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: expect.stringMatching(/#UnknownOperationException$/),
    });
  });
});
