import { expect, test } from 'vitest';
import { dynamoDbAccesses } from '#emulator/aws/dynamodb-accesses.ts';

const ARN = 'arn:aws:dynamodb:us-east-1:1:table/t';
const hashKeys = new Map([
  ['', 'pk'],
  ['statement', 'obligationId'],
]);
const asked = (operation: string, input: object) =>
  dynamoDbAccesses(operation, { ...input }, (name) =>
    name === 't' ? { arn: ARN, hashKeys } : undefined,
  );
const on = (action: string, key: string, context = {}) => ({
  action: `dynamodb:${action}`,
  resource: ARN,
  context: { 'dynamodb:LeadingKeys': [key], ...context },
});
const TableName = 't';
const Key = { pk: { S: 'a' }, sk: { S: 'HEAD' } };

test.each(['GetItem', 'UpdateItem', 'DeleteItem'])(
  '%s is asked for the key of its item',
  (name) => {
    expect(asked(name, { TableName, Key })).toEqual([on(name, 'a')]);
  },
);

test('PutItem is asked for the key in its item', () => {
  expect(asked('PutItem', { TableName, Item: Key })).toEqual([on('PutItem', 'a')]);
});

test('a batch is one access to all of its keys', () => {
  const Keys = [Key, { pk: { S: 'b' }, sk: { S: 'HEAD' } }];
  expect(asked('BatchGetItem', { RequestItems: { t: { Keys } } })).toEqual([
    { ...on('BatchGetItem', ''), context: { 'dynamodb:LeadingKeys': ['a', 'b'] } },
  ]);
});

test('a transaction is each of its items, and says that it is one', () => {
  const context = { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] };
  const TransactItems = [
    { Put: { TableName, Item: Key } },
    { Update: { TableName, Key } },
    { Delete: { TableName, Key } },
    { ConditionCheck: { TableName, Key } },
  ];
  expect(asked('TransactWriteItems', { TransactItems })).toEqual(
    ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((action) =>
      on(action, 'a', context),
    ),
  );
});

test('a query is of the key that its condition names, by name or by placeholder', () => {
  const ExpressionAttributeValues = { ':id': { S: 'a' }, ':low': { S: 'b' } };
  const query = { TableName, ExpressionAttributeValues };
  const KeyConditionExpression = 'sk = :low AND #id = :id';
  const ExpressionAttributeNames = { '#id': 'pk' };
  expect(asked('Query', { ...query, KeyConditionExpression, ExpressionAttributeNames })).toEqual([
    on('Query', 'a'),
  ]);
  const ofIndex = { IndexName: 'statement', KeyConditionExpression: 'obligationId = :id' };
  expect(asked('Query', { ...query, ...ofIndex })).toEqual([
    { ...on('Query', 'a'), resource: `${ARN}/index/statement` },
  ]);
});

test('what names no item has no keys', () => {
  expect(asked('Scan', { TableName })).toEqual([
    { action: 'dynamodb:Scan', resource: ARN, context: {} },
  ]);
  expect(asked('DescribeTable', { TableName: 'other' })).toMatchObject([{ resource: 'other' }]);
});
