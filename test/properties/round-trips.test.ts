import { Readable } from 'node:stream';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import { createDocumentClient } from '#shared/aws/document-client.ts';
import {
  fromEntryItem,
  fromHeldItem,
  fromIntentItem,
  fromObligationItem,
  type Item,
  toEntryItem,
  toHeldItem,
  toIntentItem,
  toObligationItem,
} from '#shared/aws/ledger-items.ts';
import { ServiceError } from '#shared/errors.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { type Delivery, fromQueueMessage, toQueueMessage } from '#shared/models/delivery.ts';
import { Entry, EntryType } from '#shared/models/entry.ts';
import {
  HeldEvent,
  HeldState,
  IGNORE_REASONS,
  QUARANTINE_REASONS,
  UNMATCHED_REASONS,
} from '#shared/models/held-event.ts';
import { Intent, IntentOperation } from '#shared/models/intent.ts';
import { Obligation } from '#shared/models/obligation.ts';

const RUNS = 150;
const KINDS: Readonly<Record<string, string>> = {
  bcus: 'customer',
  bacc: 'account',
  bill: 'bill',
};
// Thousands of runs on a machine that does other work too.
vi.setConfig({ testTimeout: 60_000 });

/** DynamoDB as far as it keeps one item: what is sent as JSON, marshalled as in production, is sent back. */
function oneItemTable() {
  let item: unknown;
  const requestHandler = {
    handle: async ({ body }: { body: string }) => {
      item = JSON.parse(body).Item ?? item;
      const answer = Readable.from([Buffer.from(JSON.stringify({ Item: item }))]);
      return { response: { statusCode: 200, headers: {}, body: answer } };
    },
  } as unknown as RequestHandler;
  const client = new DynamoDBClient({ ...localClientConfig('http://127.0.0.1'), requestHandler });
  return createDocumentClient(<T>() => client as T);
}
type RequestHandler = NonNullable<DynamoDBClientConfig['requestHandler']>;

const documents = oneItemTable();

async function kept(item: Item): Promise<Item> {
  await documents.send(new PutCommand({ TableName: 'table', Item: item }));
  const { Item: got } = await documents.send(
    new GetCommand({ TableName: 'table', Key: { pk: '' } }),
  );
  if (!got) throw new Error('Nothing was kept');
  return got;
}

const text = fc.string({ unit: 'binary', maxLength: 50 });
const opaqueId = fc.stringMatching(/^[\x21-\x3F\x41-\x7E]{1,200}$/);
const obligationId = fc.stringMatching(/^(bcus|bacc|bill)_[a-zA-Z0-9]{1,59}$/);
const currency = fc.stringMatching(/^[A-Z]{3}$/);
const minorUnits = fc.maxSafeInteger().map((amount) => amount + 0);
const time = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'binary' }).map((written) => Buffer.from(written)),
  fc.constantFrom('\uFEFF{}', '', '\uFFFF', '\0').map((written) => Buffer.from(written)),
);
/** Keys that an object of JavaScript has already. */
const trickyKey = fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'length', 'then');
const metadata = fc.dictionary(
  fc.oneof(
    trickyKey,
    fc.string({ minLength: 1, maxLength: 40 }).filter((key) => key !== '__proto__'),
  ),
  text,
  {
    maxKeys: 10,
  },
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const entry: fc.Arbitrary<Entry> = fc.record(
  {
    key: fc.tuple(opaqueId, obligationId).map((parts) => parts.join('@')),
    obligationId,
    sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    type: fc.constantFrom(...EntryType.options),
    amount: minorUnits,
    endingBalance: minorUnits,
    currency,
    paymentId: optional(opaqueId),
    effectiveAt: time,
    recordedAt: time,
    event: optional(
      fc.record({ id: opaqueId, type: text, dataId: opaqueId, raw: bytes, hash: text }),
    ),
  },
  {
    requiredKeys: [
      'key',
      'obligationId',
      'sequence',
      'type',
      'amount',
      'endingBalance',
      'currency',
      'effectiveAt',
      'recordedAt',
    ],
  },
);

const held: fc.Arbitrary<HeldEvent> = fc.record({
  hash: fc.base64String({ minLength: 4 }),
  raw: bytes,
  state: fc.constantFrom(...HeldState.options),
  reason: fc.constantFrom(...UNMATCHED_REASONS, ...QUARANTINE_REASONS, ...IGNORE_REASONS),
  detail: optional(text),
  eventId: optional(opaqueId),
  obligationId: optional(obligationId),
  webhookId: text,
  webhookTimestamp: fc.nat(),
  keyId: text,
  receivedAt: time,
});

const obligation: fc.Arbitrary<Obligation> = fc
  .record({
    id: obligationId,
    externalReference: text,
    name: optional(text),
    email: optional(text),
    phone: optional(text),
    metadata: optional(metadata),
    paymentRules: optional(
      fc.record({
        min_amount: optional(minorUnits),
        underpayment_allowed: optional(fc.boolean()),
      }),
    ),
    currency: optional(currency),
    balance: optional(minorUnits),
    sequence: fc.nat(),
    openedAt: time,
    balanceAtMoment: optional(minorUnits),
  })
  .map((facts) => Obligation.parse({ ...facts, kind: KINDS[facts.id.slice(0, 4)] }));

const intent: fc.Arbitrary<Intent> = fc.record({
  key: fc.string({ minLength: 1 }),
  operation: fc.constantFrom(...IntentOperation.options),
  requestHash: text,
  request: fc.record({ external_reference: text, balance: minorUnits, metadata }),
  momentKey: text,
  startedAt: time,
  tries: fc.integer({ min: 1 }),
  answer: optional(
    fc.record({ status: fc.integer(), body: fc.dictionary(trickyKey, fc.oneof(text, minorUnits)) }),
  ),
});

describe('what is stored comes out as it went in:', () => {
  const stored = async <T>(
    arbitrary: fc.Arbitrary<T>,
    schema: { parse(value: unknown): T },
    to: (value: T) => Item,
    from: (item: Item) => T,
  ) =>
    fc.assert(
      fc.asyncProperty(arbitrary, async (value) => {
        expect(comparable(from(await kept(to(value))))).toEqual(comparable(schema.parse(value)));
      }),
      { numRuns: RUNS },
    );

  test('an entry', () => stored(entry, Entry, toEntryItem, fromEntryItem));
  test('a held event', () => stored(held, HeldEvent, toHeldItem, fromHeldItem));
  test('an obligation', () => stored(obligation, Obligation, toObligationItem, fromObligationItem));
  test('an intent', () => stored(intent, Intent, toIntentItem, fromIntentItem));
});

test('a delivery comes off the queue as it went on it', async () => {
  const delivery: fc.Arbitrary<Delivery> = fc.record({
    body: bytes,
    webhookId: text,
    webhookTimestamp: fc.nat(),
    receivedAt: time,
    keyId: text,
  });
  await fc.assert(
    fc.property(delivery, (put) => {
      const message = toQueueMessage(put);
      expect(comparable(fromQueueMessage(message))).toEqual(comparable(put));
      // The characters of XML 1.0, all that SQS takes.
      expect(message).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
    }),
    { numRuns: RUNS * 10 },
  );
});

describe('a cursor', () => {
  const sequence = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

  test('is read as it was written', async () => {
    await fc.assert(
      fc.property(obligationId, sequence, (id, before) => {
        expect(readCursor(writeCursor(id, before), id)).toBe(before);
      }),
    );
  });

  test('of another customer, or made up, is refused', async () => {
    const madeUp = fc.oneof(
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    await fc.assert(
      fc.property(
        fc.oneof(
          madeUp,
          sequence.map((before) => writeCursor('bcus_other', before)),
        ),
        (cursor) => {
          expect(() => readCursor(cursor, 'bcus_1')).toThrow(ServiceError);
        },
      ),
    );
  });
});

test('of metadata only the key __proto__ is lost, and nothing is set by it', () => {
  const sent = JSON.parse('{"__proto__":"lost","constructor":"kept","toString":"kept"}');
  const { metadata: taken } = CustomerFacts.parse({ external_reference: 'UCR1', metadata: sent });
  expect(Object.entries(taken ?? {})).toEqual([
    ['constructor', 'kept'],
    ['toString', 'kept'],
  ]);
  expect(Object.getPrototypeOf(taken)).toBe(Object.prototype);
});

/** Bytes as one kind of bytes, and members without a value left out. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.map(([key, member]) => [key, comparable(member)]).toSorted();
}
