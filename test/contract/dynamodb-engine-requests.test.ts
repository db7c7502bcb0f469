import { randomUUID } from 'node:crypto';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '#test/support/dynamodb-engines.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { connect, createTable, refusal, TableName } from './dynamodb-engine-table.ts';

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;
type Attributes = { readonly pk: string } & Record<string, unknown>;

const NEW = 'attribute_not_exists(pk)';
const put = (Item: Attributes, more = {}) => ({ Put: { TableName, Item, ...more } });
const add = (pk: string) => ({
  Update: {
    TableName,
    Key: { pk },
    UpdateExpression: 'ADD #n :one',
    ExpressionAttributeNames: { '#n': 'n' },
    ExpressionAttributeValues: { ':one': 1 },
  },
});

describe.each(engines)('a request for a transaction in DynamoDB ($name)', ({ start }) => {
  let engine: RunningServer;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await start();
    documents = connect(engine.endpoint, 'requests');
    await createTable(documents);
  }, 60_000);

  afterAll(async () => {
    documents.destroy();
    await engine.close();
  });

  const transact = (TransactItems: Items, more = {}) =>
    documents.send(new TransactWriteCommand({ TransactItems, ...more }));
  const store = (Item: Attributes) => documents.send(new PutCommand({ TableName, Item }));
  const find = async (pk: string) =>
    (await documents.send(new GetCommand({ TableName, Key: { pk } }))).Item;

  test('with the same token happens once', async () => {
    const request = { ClientRequestToken: randomUUID() };

    await transact([add('once-a'), add('once-b')], request);
    await transact([add('once-a'), add('once-b')], request);

    expect(await find('once-a')).toMatchObject({ n: 1 });
    expect(await find('once-b')).toMatchObject({ n: 1 });
  });

  test('with the token of another one is refused', async () => {
    const request = { ClientRequestToken: randomUUID() };
    await transact([add('other-a')], request);

    const error = await refusal(transact([add('other-b')], request));

    expect(error).toMatchObject({ name: 'IdempotentParameterMismatchException' });
    expect(await find('other-b')).toBeUndefined();
  });

  test('that was cancelled may be tried again with its token', async () => {
    const request = { ClientRequestToken: randomUUID() };
    const items = [put({ pk: 'again' }, { ConditionExpression: NEW }), add('again-n')];
    await store({ pk: 'again' });
    await refusal(transact(items, request));
    await transact([{ Delete: { TableName, Key: { pk: 'again' } } }]);

    await transact(items, request);

    expect(await find('again-n')).toMatchObject({ n: 1 });
  });

  test('has at most one action for an item', async () => {
    const error = await refusal(
      transact([add('twice'), { Delete: { TableName, Key: { pk: 'twice' } } }]),
    );

    expect(error).toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });

  test('has at most 100 items', async () => {
    const items = Array.from({ length: 101 }, (_, i) => put({ pk: `many-${i}` }));

    const error = await refusal(transact(items));
    expect(error).toMatchObject({ name: 'ValidationException' });
    expect(await find('many-0')).toBeUndefined();

    await transact(items.slice(0, 100));
    expect(await find('many-99')).toEqual({ pk: 'many-99' });
  });

  test('has at most 4 MB', async () => {
    const large = 'x'.repeat(399 * 1024);
    const items = Array.from({ length: 11 }, (_, i) => put({ pk: `large-${i}`, large }));

    expect(await refusal(transact(items))).toMatchObject({ name: 'ValidationException' });
    await transact(items.slice(0, 10));
  });

  test('refuses an empty index key as malformed, and one of another type as a reason', async () => {
    const empty = await refusal(transact([put({ pk: 'misfit', eventId: '' })]));
    expect(empty).toMatchObject({ name: 'ValidationException' });

    const number = await refusal(transact([add('misfit-n'), put({ pk: 'misfit', eventId: 1 })]));
    expect(number).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }],
    });
    expect(await find('misfit-n')).toBeUndefined();
  });

  test('in a table that does not exist is refused', async () => {
    const elsewhere = { Put: { TableName: 'elsewhere', Item: { pk: 'x' } } };

    expect(await refusal(transact([add('nowhere'), elsewhere]))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await find('nowhere')).toBeUndefined();
  });
});
