import { randomUUID } from 'node:crypto';
import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { engines } from '#test/support/dynamodb-engines.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { connect, createTable, TableName } from './dynamodb-engine-table.ts';

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;
type Attributes = { readonly pk: string } & Record<string, unknown>;

const kilobytes = (count: number) => 'x'.repeat(count * 1024);
const entry = (pk: string, more = {}) => ({
  pk,
  obligationId: 'bcus_1',
  sequence: 1,
  eventId: 'evt_1',
  ...more,
});

describe.each(engines)('the capacity of one write in DynamoDB ($name)', ({ start }) => {
  let engine: RunningServer;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await start();
    documents = connect(engine.endpoint, 'capacity');
    await createTable(documents);
  }, 60_000);

  afterAll(async () => {
    documents.destroy();
    await engine.close();
  });

  const put = async (Item: Attributes) =>
    (await documents.send(new PutCommand({ TableName, Item, ReturnConsumedCapacity: 'INDEXES' })))
      .ConsumedCapacity;

  test('is one unit per kilobyte, of the larger of the item before and after', async () => {
    expect(await put({ pk: 'a' })).toEqual({
      TableName,
      CapacityUnits: 1,
      Table: { CapacityUnits: 1 },
    });
    expect(await put({ pk: 'a', text: kilobytes(2) })).toMatchObject({ CapacityUnits: 3 });
    expect(await put({ pk: 'a' })).toMatchObject({ CapacityUnits: 3 });
  });

  test('counts text in bytes, not in characters', async () => {
    expect(await put({ pk: 'utf8', text: 'é'.repeat(600) })).toMatchObject({ CapacityUnits: 2 });
  });

  test('includes each index row that is put, moved or removed, and no other', async () => {
    expect(await put(entry('row'))).toMatchObject({
      CapacityUnits: 3,
      GlobalSecondaryIndexes: { statement: { CapacityUnits: 1 }, event: { CapacityUnits: 1 } },
    });
    expect(await put(entry('row', { unseen: 'by indexes' }))).toMatchObject({ CapacityUnits: 1 });
    expect(await put(entry('row', { amount: 5 }))).toMatchObject({
      CapacityUnits: 2,
      GlobalSecondaryIndexes: { statement: { CapacityUnits: 1 } },
    });
    expect(await put(entry('row', { amount: 5, sequence: 2 }))).toMatchObject({
      CapacityUnits: 3,
      GlobalSecondaryIndexes: { statement: { CapacityUnits: 2 } },
    });
    const { ConsumedCapacity } = await documents.send(
      new DeleteCommand({ TableName, Key: { pk: 'row' }, ReturnConsumedCapacity: 'TOTAL' }),
    );
    expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: 3 });
  });

  test('is summed up for a batch', async () => {
    const { ConsumedCapacity } = await documents.send(
      new BatchWriteCommand({
        ReturnConsumedCapacity: 'INDEXES',
        RequestItems: {
          [TableName]: [
            { PutRequest: { Item: entry('batch') } },
            { PutRequest: { Item: { pk: 'batch-2', text: kilobytes(1) } } },
          ],
        },
      }),
    );

    expect(ConsumedCapacity).toMatchObject([
      { TableName, CapacityUnits: 5, Table: { CapacityUnits: 3 } },
    ]);
  });
});

// DynamoDB Local counts equal values once, and index rows twice. AWS: Developer Guide, "Amazon DynamoDB
// Transactions: How it works": two underlying writes or reads of every item in the transaction.
describe('the capacity of a transaction in the embedded DynamoDB', () => {
  let engine: RunningServer;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await startEmbeddedDynamoDb();
    documents = connect(engine.endpoint, 'capacity');
    await createTable(documents);
  });

  afterAll(async () => {
    documents.destroy();
    await engine.close();
  });

  const put = (Item: Attributes) => ({ Put: { TableName, Item } });
  const transact = async (TransactItems: Items, more = {}) => {
    const { ConsumedCapacity } = await documents.send(
      new TransactWriteCommand({ TransactItems, ReturnConsumedCapacity: 'INDEXES', ...more }),
    );
    return ConsumedCapacity;
  };

  test('is two units per kilobyte of each item', async () => {
    expect(await transact([put({ pk: 'a' }), put({ pk: 'b' })])).toEqual([
      {
        TableName,
        CapacityUnits: 4,
        WriteCapacityUnits: 4,
        Table: { CapacityUnits: 4, WriteCapacityUnits: 4 },
      },
    ]);
    const hundred = Array.from({ length: 100 }, (_, i) => put({ pk: `same-${i}` }));
    expect(await transact(hundred)).toMatchObject([{ CapacityUnits: 200 }]);
  });

  test('is that of the larger image for an item that shrinks, goes or is only checked', async () => {
    const sizes = ['shrinks', 'goes', 'checked'];
    await transact(sizes.map((pk) => put({ pk, text: kilobytes(2) })));

    const ConditionExpression = 'attribute_exists(pk)';
    const capacity = await transact([
      put({ pk: 'shrinks' }),
      { Delete: { TableName, Key: { pk: 'goes' } } },
      { ConditionCheck: { TableName, Key: { pk: 'checked' }, ConditionExpression } },
    ]);

    expect(capacity).toMatchObject([{ CapacityUnits: 18 }]);
  });

  test('has index rows at what they cost without one', async () => {
    const row = { CapacityUnits: 1, WriteCapacityUnits: 1 };

    expect(await transact([put({ pk: 'bcus_1' }), put(entry('entry'))])).toMatchObject([
      {
        CapacityUnits: 6,
        Table: { CapacityUnits: 4 },
        GlobalSecondaryIndexes: { statement: row, event: row },
      },
    ]);
  });

  test('is that of reading, when it has happened before', async () => {
    const request = { ClientRequestToken: randomUUID(), ReturnConsumedCapacity: 'TOTAL' };
    const items = [put({ pk: 'replay-a', text: kilobytes(1) }), put({ pk: 'replay-b' })];

    expect(await transact(items, request)).toEqual([
      { TableName, CapacityUnits: 6, WriteCapacityUnits: 6 },
    ]);
    expect(await transact(items, request)).toEqual([
      { TableName, CapacityUnits: 4, ReadCapacityUnits: 4 },
    ]);
  });

  test('that reads is two units per four kilobytes, and two for what is not there', async () => {
    await transact([put({ pk: 'long', text: kilobytes(4) })]);
    const keys = ['long', 'missing'];

    const { ConsumedCapacity } = await documents.send(
      new TransactGetCommand({
        TransactItems: keys.map((pk) => ({ Get: { TableName, Key: { pk } } })),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 6, ReadCapacityUnits: 6 }]);
  });
});
