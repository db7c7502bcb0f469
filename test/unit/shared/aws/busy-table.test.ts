import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { tellOfBusyTable } from '#shared/aws/busy-table.ts';
import { ServiceError } from '#shared/errors.ts';
import { hurry } from '#test/support/faulty-client.ts';

type Answer = { readonly status: number; readonly type: string; readonly members?: object };

/** What DynamoDB answers, one after the other, and at last that all is well. */
let answers: Answer[] = [];
let tries = 0;
let documents: DynamoDBDocumentClient;

function createClient(): DynamoDBClient {
  return new DynamoDBClient({
    ...localClientConfig('http://127.0.0.1:1'),
    requestHandler: {
      handle: async () => {
        tries += 1;
        const { status, type, members = {} } = answers.shift() ?? { status: 200, type: 'None' };
        const body = { __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...members };
        return {
          response: {
            statusCode: status,
            headers: { 'content-type': 'application/x-amz-json-1.0' },
            body: Buffer.from(JSON.stringify(status === 200 ? {} : body)),
          },
        };
      },
    },
  });
}

const KEY = { pk: 'a', sk: 'b' };
const put = () => documents.send(new PutCommand({ TableName: 'ledger', Item: KEY }));
const get = () => documents.send(new GetCommand({ TableName: 'ledger', Key: KEY }));
const transact = () =>
  documents.send(
    new TransactWriteCommand({ TransactItems: [{ Put: { TableName: 'ledger', Item: KEY } }] }),
  );
const failureOf = (act: () => Promise<unknown>) => act().catch((error: unknown) => error);
const always = (status: number, type: string, members: object = {}) =>
  Array.from({ length: 50 }, () => ({ status, type, members }));
const cancelledFor = (...codes: (string | undefined)[]) =>
  always(400, 'TransactionCanceledException', {
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

beforeEach(async () => {
  answers = [];
  tries = 0;
  const client = tellOfBusyTable(createClient());
  await hurry(client);
  documents = DynamoDBDocumentClient.from(client);
});

describe('a table that is busy is told as such, after several tries:', () => {
  test.each([
    [400, 'TransactionConflictException'],
    [400, 'ProvisionedThroughputExceededException'],
    [400, 'ThrottlingException'],
    [400, 'RequestLimitExceeded'],
    [400, 'TransactionInProgressException'],
    [500, 'InternalServerError'],
    [503, 'ServiceUnavailable'],
  ])('%i %s', async (status, type) => {
    for (const act of [put, get]) {
      tries = 0;
      answers = always(status, type);
      const error = await failureOf(act);
      expect(ServiceError.is(error, 'ledger.busy') && error.retryable).toBe(true);
      expect(error).toMatchObject({
        message: 'The table is busy; send the request again',
        cause: { name: type },
      });
      expect(tries).toBeGreaterThan(1);
    }
  });

  test.each(['ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'a transaction that is cancelled for %s, whatever else is the matter',
    async (code) => {
      for (const codes of [[code], ['None', code], [code, 'ConditionalCheckFailed']]) {
        answers = cancelledFor(...codes);
        expect(await failureOf(transact)).toMatchObject({ code: 'ledger.busy' });
      }
    },
  );
});

test('somebody else who writes the same item is waited for', async () => {
  answers = always(400, 'TransactionConflictException').slice(0, 2);
  expect(await failureOf(put)).not.toBeInstanceOf(Error);
  expect(tries).toBe(3);
});

describe('is passed on as it is, for whoever understands it:', () => {
  test.each([
    'ConditionalCheckFailedException',
    'ResourceNotFoundException',
    'ValidationException',
  ])('%s, after one try', async (type) => {
    answers = always(400, type);
    expect(await failureOf(put)).toMatchObject({ name: type });
    expect(tries).toBe(1);
  });

  test.each([
    [['ConditionalCheckFailed']],
    [['TransactionConflict', 'None']],
    [['ValidationError']],
    [[undefined]],
    [[]],
  ])('a transaction that is cancelled for %j', async (codes) => {
    answers = cancelledFor(...codes);
    expect(await failureOf(transact)).toMatchObject({ name: 'TransactionCanceledException' });
  });

  test('what was thrown, and is no error', async () => {
    const thrower = tellOfBusyTable(new DynamoDBClient(localClientConfig('http://127.0.0.1:1')));
    const thrown = { name: 'TransactionConflictException' };
    thrower.middlewareStack.add(() => () => Promise.reject(thrown), { step: 'build' });
    const send = () =>
      DynamoDBDocumentClient.from(thrower).send(new GetCommand({ TableName: 't', Key: KEY }));
    expect(await failureOf(send)).toBe(thrown);
  });
});
