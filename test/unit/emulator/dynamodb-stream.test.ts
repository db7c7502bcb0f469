import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '#emulator/dynamodb/embedded-dynamodb.ts';
import type { WrittenItem } from '#emulator/dynamodb/engine.ts';
import { toStreamRecord } from '#emulator/dynamodb/stream-record.ts';

const STREAM = {
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/local',
  region: 'us-east-1',
  viewType: 'NEW_IMAGE' as const,
  keyNames: ['pk'],
};

let dynamodb: EmbeddedDynamoDb;
let written: WrittenItem[];
beforeEach(async () => {
  written = [];
  dynamodb = await startEmbeddedDynamoDb({ onWritten: (more) => written.push(...more) });
  await dynamodb.answer('CreateTable', {
    TableName: 'table',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  });
});
afterEach(() => dynamodb.close());

const records = () =>
  written.flatMap((write, at) => toStreamRecord(write, STREAM, at, new Date(1_000_500)) ?? []);
const put = (pk: string, n: string) => ({
  TableName: 'table',
  Item: { pk: { S: pk }, n: { N: n } },
});

describe('the stream of a table', () => {
  test('has what each write made of its item, in order, and of what was deleted the keys', async () => {
    await dynamodb.answer('PutItem', put('a', '1'));
    await dynamodb.answer('PutItem', put('a', '2'));
    await dynamodb.answer('DeleteItem', { TableName: 'table', Key: { pk: { S: 'a' } } });
    expect(
      records().map(({ eventName, dynamodb: { Keys, NewImage } }) => [eventName, Keys, NewImage]),
    ).toEqual([
      ['INSERT', { pk: { S: 'a' } }, { pk: { S: 'a' }, n: { N: '1' } }],
      ['MODIFY', { pk: { S: 'a' } }, { pk: { S: 'a' }, n: { N: '2' } }],
      ['REMOVE', { pk: { S: 'a' } }, undefined],
    ]);
    expect(records()[0]?.dynamodb.ApproximateCreationDateTime).toBe(1000);
  });

  test('has nothing of a write that changed nothing, or that a condition refused', async () => {
    await dynamodb.answer('PutItem', put('a', '1'));
    await dynamodb.answer('PutItem', put('a', '1'));
    await dynamodb.answer('DeleteItem', { TableName: 'table', Key: { pk: { S: 'b' } } });
    const refused = { ...put('a', '2'), ConditionExpression: 'attribute_not_exists(pk)' };
    await expect(dynamodb.answer('PutItem', refused)).rejects.toBeDefined();
    expect(records()).toHaveLength(1);
  });

  test('has all of a transaction, or nothing, and a repetition of one once', async () => {
    const Key = { pk: { S: 'c' } };
    const check = { TableName: 'table', Key, ConditionExpression: 'attribute_not_exists(pk)' };
    const TransactItems = [
      { Put: put('a', '1') },
      { Put: put('b', '1') },
      { ConditionCheck: check },
    ];
    const once = () => structuredClone({ TransactItems, ClientRequestToken: 'token-1' });
    await dynamodb.answer('TransactWriteItems', once());
    await dynamodb.answer('TransactWriteItems', once());
    expect(records().map(({ dynamodb: { Keys } }) => Keys['pk']?.S)).toEqual(['a', 'b']);
    const doomed = [
      { Put: put('d', '1') },
      { Put: { ...put('a', '2'), ConditionExpression: 'attribute_not_exists(pk)' } },
    ];
    await expect(
      dynamodb.answer('TransactWriteItems', { TransactItems: doomed }),
    ).rejects.toBeDefined();
    expect(records()).toHaveLength(2);
  });
});
