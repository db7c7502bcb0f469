import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '#test/support/dynamodb-engines.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { connect, createTable, queryIndex, refusal, TableName } from './dynamodb-engine-table.ts';

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;
type Attributes = { readonly pk: string } & Record<string, unknown>;

const NEW = 'attribute_not_exists(pk)';
const EXISTS = 'attribute_exists(pk)';
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

describe.each(engines)('a transaction in DynamoDB ($name)', ({ name, start }) => {
  let engine: RunningServer;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await start();
    documents = connect(engine.endpoint, 'transactions');
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

  test('does a put, an update, a delete and a check together', async () => {
    await store({ pk: 'all-old', state: 'old' });
    await store({ pk: 'all-checked', state: 'open' });

    await transact([
      put({ pk: 'all-put', state: 'new' }, { ConditionExpression: NEW }),
      add('all-updated'),
      { Delete: { TableName, Key: { pk: 'all-old' }, ConditionExpression: EXISTS } },
      {
        ConditionCheck: {
          TableName,
          Key: { pk: 'all-checked' },
          ConditionExpression: '#state = :open',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':open': 'open' },
        },
      },
    ]);

    expect(await find('all-put')).toEqual({ pk: 'all-put', state: 'new' });
    expect(await find('all-updated')).toEqual({ pk: 'all-updated', n: 1 });
    expect(await find('all-old')).toBeUndefined();
    expect(await find('all-checked')).toEqual({ pk: 'all-checked', state: 'open' });
  });

  test('that is cancelled says why for each item in order, with the items asked for', async () => {
    await store({ pk: 'why-there', amount: 7 });
    await store({ pk: 'why-unasked' });
    const whole = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

    const error = await refusal(
      transact([
        put({ pk: 'why-new' }, { ConditionExpression: NEW }),
        put({ pk: 'why-there' }, { ConditionExpression: NEW, ...whole }),
        put({ pk: 'why-unasked' }, { ConditionExpression: NEW }),
        { Delete: { TableName, Key: { pk: 'why-gone' }, ConditionExpression: EXISTS, ...whole } },
        add('why-added'),
      ]),
    );

    expect(error).toBeInstanceOf(TransactionCanceledException);
    const { message, CancellationReasons = [] } = error as TransactionCanceledException;
    const failed = 'ConditionalCheckFailed';
    const codes = ['None', failed, failed, failed, 'None'];
    expect(message).toContain(`[${codes.join(', ')}]`);
    expect(CancellationReasons.map(({ Code }) => Code)).toEqual(codes);
    expect(CancellationReasons.map(({ Item }) => Item)).toEqual([
      undefined,
      { pk: { S: 'why-there' }, amount: { N: '7' } },
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('that is cancelled leaves nothing behind, neither items nor index rows', async () => {
    await store({ pk: 'whole-there', n: 1 });

    await refusal(
      transact([
        put({ pk: 'whole-a', obligationId: 'whole', sequence: 1, eventId: 'whole' }),
        add('whole-there'),
        put({ pk: 'whole-b' }, { ConditionExpression: EXISTS }),
      ]),
    );

    expect(await find('whole-a')).toBeUndefined();
    expect(await find('whole-there')).toEqual({ pk: 'whole-there', n: 1 });
    expect(await queryIndex(documents, 'statement', 'whole')).toEqual([]);
    expect(await queryIndex(documents, 'event', 'whole')).toEqual([]);
  });

  test('moves index rows with their items', async () => {
    const held = { pk: 'moved', attention: 'unmatched', attentionSince: '2026-01-01', more: 'x' };
    await transact([put({ ...held, reason: 'early' }), put({ pk: 'moved-other' })]);
    const row = { pk: 'moved', attention: 'unmatched', attentionSince: '2026-01-01' };
    expect(await queryIndex(documents, 'attention', 'unmatched')).toEqual([
      { ...row, reason: 'early' },
    ]);

    await transact([put({ ...held, attentionSince: '2026-01-02' }), add('moved-other')]);
    expect(await queryIndex(documents, 'attention', 'unmatched')).toEqual([
      { ...row, attentionSince: '2026-01-02' },
    ]);

    const done = { UpdateExpression: 'REMOVE attention', ConditionExpression: EXISTS };
    await transact([{ Update: { TableName, Key: { pk: 'moved' }, ...done } }, add('moved-other')]);
    expect(await queryIndex(documents, 'attention', 'unmatched')).toEqual([]);
    expect(await find('moved')).toMatchObject({ attentionSince: '2026-01-02' });
  });

  test('reads several items as they are at one moment', async () => {
    await store({ pk: 'read', n: 1, more: 'x' });

    const { Responses } = await documents.send(
      new TransactGetCommand({
        TransactItems: [
          { Get: { TableName, Key: { pk: 'read' }, ProjectionExpression: 'pk, more' } },
          { Get: { TableName, Key: { pk: 'read-none' } } },
        ],
      }),
    );

    expect(Responses).toEqual([{ Item: { pk: 'read', more: 'x' } }, {}]);
  });

  test('is never seen half done', async () => {
    const pair = ['half-a', 'half-b'].map((pk) => ({ Get: { TableName, Key: { pk } } }));
    const write = () => transact([add('half-a'), add('half-b')]);
    const read = () => documents.send(new TransactGetCommand({ TransactItems: pair }));

    const writes = Array.from({ length: 40 }, write);
    const reads = await Promise.all(Array.from({ length: 40 }, read));
    await Promise.all(writes);

    for (const { Responses = [] } of reads) {
      expect(Responses[0]?.Item?.['n']).toBe(Responses[1]?.Item?.['n']);
    }
  });

  test('among 500 at once on one counter is counted exactly once', async () => {
    await Promise.all(
      Array.from({ length: 500 }, (_, i) => transact([add('counter'), put({ pk: `count-${i}` })])),
    );

    expect(await find('counter')).toEqual({ pk: 'counter', n: 500 });
  }, 60_000);

  test.runIf(name === 'embedded')(
    'that fails on what an item holds gives that as the reason',
    async () => {
      await store({ pk: 'reason-text', n: 'text' });
      await store({ pk: 'reason-there' });

      // DynamoDB Local refuses the request as a whole. AWS: API Reference, TransactWriteItems,
      // "An operand in the update expression has an incorrect data type" is a reason.
      const error = await refusal(
        transact([add('reason-text'), put({ pk: 'reason-there' }, { ConditionExpression: NEW })]),
      );

      expect(error).toMatchObject({
        CancellationReasons: [{ Code: 'ValidationError' }, { Code: 'ConditionalCheckFailed' }],
      });
    },
  );
});
