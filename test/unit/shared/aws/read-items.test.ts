import {
  type AttributeValue,
  DynamoDBClient,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { readItems } from '#shared/aws/read-items.ts';
import { ServiceError } from '#shared/errors.ts';

const TABLE = 'ledger';

/** Each request for items, in the protocol's words. */
let asked: KeysAndAttributes[] = [];
/** How many of its keys the table reads at each request; all of them once this is empty. */
let readable: number[] = [];

beforeEach(() => {
  asked = [];
  readable = [];
});

/** Answers as DynamoDB does that reads the first so many keys, and finds all but those that begin with `none`. */
const documents = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    ...localClientConfig('http://127.0.0.1:1'),
    requestHandler: {
      handle: async ({ body }: { readonly body: Uint8Array }) => {
        const { RequestItems } = JSON.parse(new TextDecoder().decode(body));
        const request = RequestItems[TABLE] as KeysAndAttributes;
        asked.push(request);
        const keys = request.Keys ?? [];
        const count = readable.shift() ?? keys.length;
        const items = keys.slice(0, count).filter(({ pk }) => !pk?.S?.startsWith('none'));
        const unread = keys.slice(count);
        return answer({
          Responses: { [TABLE]: items.toReversed() },
          UnprocessedKeys: unread.length === 0 ? {} : { [TABLE]: { Keys: unread } },
        });
      },
    },
  }),
);
const keysAsked = () =>
  asked.map(({ Keys = [] }) => Keys.map(({ pk }: Record<string, AttributeValue>) => pk?.S));
const read = async (...keys: string[]) =>
  (
    await readItems(
      documents,
      TABLE,
      keys.map((pk) => ({ pk, sk: 'HEAD' })),
    )
  ).map(({ pk }) => String(pk));

test('what exists is read by one request, which names each key once and wants no stale copy', async () => {
  expect((await read('a', 'none', 'b', 'a')).toSorted()).toEqual(['a', 'b']);
  expect(asked).toEqual([
    {
      Keys: ['a', 'none', 'b'].map((pk) => ({ pk: { S: pk }, sk: { S: 'HEAD' } })),
      ConsistentRead: true,
    },
  ]);
});

test('keys that differ in one part only are keys of their own, and come back as they are', async () => {
  const keys = [
    { pk: 'a', sk: 'b c' },
    { pk: 'a', sk: 'b' },
    { pk: 'c', sk: 'b' },
  ];
  const items = await readItems(documents, TABLE, keys);
  expect(items).toHaveLength(3);
  expect(items).toEqual(expect.arrayContaining(keys));
});

test('no keys need no request', async () => {
  expect(await read()).toEqual([]);
  expect(asked).toEqual([]);
});

test('what was not read is asked for again, and no stale copy of it', async () => {
  readable = [1, 2];
  expect((await read('a', 'none', 'b', 'c')).toSorted()).toEqual(['a', 'b', 'c']);
  expect(keysAsked()).toEqual([['a', 'none', 'b', 'c'], ['none', 'b', 'c'], ['c']]);
  expect(asked.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
});

test('an answer that tells that an item does not exist is one that brings something', async () => {
  readable = [1];
  expect(await read('none', 'a')).toEqual(['a']);
});

test('a table that reads nothing more is busy, and the messages come again', async () => {
  readable = [1, 0];
  const error = await read('a', 'b').catch((reason: unknown) => reason);
  expect(ServiceError.is(error, 'ledger.busy') && error.retryable).toBe(true);
  expect(keysAsked()).toEqual([['a', 'b'], ['b']]);
});

function answer(members: object) {
  return {
    response: {
      statusCode: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Buffer.from(JSON.stringify(members)),
    },
  };
}
