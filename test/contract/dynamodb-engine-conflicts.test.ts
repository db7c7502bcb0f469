import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '#emulator/dynamodb/embedded-dynamodb.ts';
import { connect, createTable, TableName } from './dynamodb-engine-table.ts';

const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

const add = (pk: string) => ({
  TableName,
  Key: { pk },
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': 1 },
});
const transaction = (...pks: string[]) =>
  new TransactWriteCommand({ TransactItems: pks.map((pk) => ({ Update: add(pk) })) });
const read = (pk: string) =>
  new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: { pk } } }] });

describe('the embedded DynamoDB where conflicts fail, as in AWS', () => {
  let engine: EmbeddedDynamoDb;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await startEmbeddedDynamoDb({ conflicts: 'fail' });
    documents = connect(engine.endpoint, 'conflicts');
    await createTable(documents);
  });

  afterAll(async () => {
    documents.destroy();
    await engine.close();
  });

  /** What the requests that failed were told; `n` of the item counts those that did not. */
  async function failures(pk: string, requests: readonly Promise<unknown>[]) {
    const settled = await Promise.allSettled(requests);
    const failed = settled.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { pk } }));
    expect(Item?.['n']).toBe(requests.length - failed.length);
    return failed;
  }

  test('one of two transactions on an item fails, and says on which item', async () => {
    const failed = await failures(
      'shared',
      Array.from({ length: 20 }, (_, i) => documents.send(transaction(`own-${i}`, 'shared'))),
    );

    expect(failed.length).toBeGreaterThan(0);
    for (const error of failed) {
      expect(error).toMatchObject({
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, CONFLICT],
      });
    }
  });

  test('a write fails on an item that is in a transaction', async () => {
    const held = documents.send(transaction('held'));
    const writes = Array.from({ length: 20 }, () => documents.send(new UpdateCommand(add('held'))));

    const failed = await failures('held', [held, ...writes]);

    const names = failed.map((error) => (error as Error).name);
    expect(new Set(names)).toEqual(new Set(['TransactionConflictException']));
  });

  test('writes alone wait for each other', async () => {
    const writes = Array.from({ length: 20 }, () =>
      documents.send(new UpdateCommand(add('alone'))),
    );

    expect(await failures('alone', writes)).toEqual([]);
  });

  test('a transaction that reads fails on an item that is in one that writes', async () => {
    const twenty = <T>(send: () => Promise<T>) =>
      Promise.allSettled(Array.from({ length: 20 }, send));

    const [, reads] = await Promise.all([
      twenty(() => documents.send(transaction('seen'))),
      twenty(() => documents.send(read('seen'))),
    ]);

    const failed = reads.filter((result) => result.status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) {
      expect(reason).toMatchObject({ CancellationReasons: [CONFLICT] });
    }
  });
});
