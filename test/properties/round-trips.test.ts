import { Readable } from 'node:stream';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import { createDocumentClient } from '#shared/aws/document-client.ts';
import {
  fromEntryItem,
  fromStatementRow,
  fromTellingItem,
  toEntryItem,
  toTellingItem,
} from '#shared/aws/items/entry-items.ts';
import { fromHeldItem, toHeldItem } from '#shared/aws/items/held-items.ts';
import { fromIntentItem, toIntentItem } from '#shared/aws/items/intent-items.ts';
import {
  entryItemKey,
  headKey,
  heldItemKey,
  type Item,
  itemKeyOf,
  keyOfEntry,
  profileKey,
  tellingKey,
} from '#shared/aws/items/keys.ts';
import {
  fromObligationItem,
  fromProfileItem,
  toNewestPayments,
  toObligationItem,
  toProfileItem,
} from '#shared/aws/items/obligation-items.ts';
import { fromRequestItem, toRequestItem } from '#shared/aws/items/request-items.ts';
import { ServiceError } from '#shared/errors.ts';
import { Drift } from '#shared/models/at-moment.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { type Delivery, toQueueMessage } from '#shared/models/delivery.ts';
import { adjustmentKey, Entry, openingKey, paymentKey } from '#shared/models/entry.ts';
import {
  HeldEvent,
  HeldState,
  IGNORE_REASONS,
  QUARANTINE_REASONS,
  UNMATCHED_REASONS,
} from '#shared/models/held-event.ts';
import { Intent } from '#shared/models/intent.ts';
import { Obligation, Profile } from '#shared/models/obligation.ts';
import { Presented } from '#shared/models/presented.ts';
import { fromQueueMessage } from '#shared/models/read-queue-message.ts';
import { OtherTelling } from '#shared/models/telling.ts';

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

/** Some are called as other keys of the table begin. */
const paymentId = fc.oneof(
  opaqueId,
  fc.constantFrom('REF#x', 'INTENT#x', 'bcus_x', 'opening:x', 'EVENT#x', 'HEAD', 'TOLD#bcus_x'),
);
const evidence = {
  webhookId: text,
  webhookTimestamp: fc.nat(),
  keyId: text,
  signature: text,
};
const event = fc.record({
  kind: fc.constant('event' as const),
  id: opaqueId,
  type: text,
  dataId: opaqueId,
  raw: bytes,
  hash: text,
  evidence: fc.record(evidence),
});
const chainHash = bytes.map(hashBytes);
const line = {
  obligationId,
  sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  amount: minorUnits,
  endingBalance: minorUnits,
  currency,
  effectiveAt: time,
  toldAt: optional(time),
  recordedAt: time,
};
const ofPayment = {
  ...line,
  previous: chainHash,
  paymentId,
  paymentRequest: optional(text),
  description: optional(text),
  cause: event,
};
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .record({
      ...line,
      type: fc.constant('opening' as const),
      previous: chainHash,
      cause: fc.record({
        kind: fc.constant('command' as const),
        key: fc.string({ minLength: 1 }),
      }),
    })
    .map((opening) => ({ ...opening, key: openingKey(opening.obligationId) })),
  fc
    .record({ ...ofPayment, type: fc.constant('payment' as const) })
    .map((payment) => ({ ...payment, key: paymentKey(payment) })),
  fc
    .record({ ...ofPayment, type: fc.constant('adjustment' as const), applied: minorUnits })
    .map((adjustment) => ({
      ...adjustment,
      key: adjustmentKey(adjustment),
      adjusts: paymentKey(adjustment),
    })),
);

const telling: fc.Arbitrary<OtherTelling> = fc.record({
  obligationId,
  paymentId,
  sequence: line.sequence,
  amount: minorUnits,
  paymentRequest: optional(text),
  description: optional(text),
  cause: event,
});

const held: fc.Arbitrary<HeldEvent> = fc.record({
  hash: fc.base64String({ minLength: 4 }),
  raw: bytes,
  state: fc.constantFrom(...HeldState.options),
  reason: fc.constantFrom(...UNMATCHED_REASONS, ...QUARANTINE_REASONS, ...IGNORE_REASONS),
  detail: optional(text),
  eventId: optional(opaqueId),
  paymentId: optional(paymentId),
  obligationId: optional(obligationId),
  ...evidence,
  receivedAt: time,
});

const told = { balance: minorUnits, sequence: fc.nat(), at: time };

const obligation: fc.Arbitrary<Obligation> = fc
  .record({
    id: obligationId,
    externalReference: text,
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
    recordedAt: optional(time),
    newestPayments: fc.array(
      fc.record({
        paymentId,
        toldBy: fc.constantFrom('application' as const, 'request' as const),
        amount: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      }),
      { maxLength: 8 },
    ),
    paid: optional(minorUnits),
    atMoment: optional(fc.record({ ...told, pushed: fc.boolean() })),
    sending: optional(fc.record(told)),
    untold: optional(
      fc.record({
        state: fc.constantFrom('push' as const, 'drift' as const),
        dueAt: time,
        since: time,
        refusals: fc.nat(),
        drift: optional(fc.constantFrom(...Drift.options)),
      }),
    ),
    newestHash: chainHash,
  })
  .map((facts) => Obligation.parse({ ...facts, kind: KINDS[facts.id.slice(0, 4)] }));

const profile: fc.Arbitrary<Profile> = fc.record({
  name: optional(text),
  email: optional(text),
  phone: optional(text),
  metadata: optional(metadata),
});

const request: fc.Arbitrary<Presented> = fc.record({
  id: fc.string({ minLength: 1 }),
  status: text,
  amount: minorUnits,
  currency,
  expiresAt: optional(text),
  url: optional(text),
  createdAt: optional(text),
  description: optional(text),
  settledBy: optional(text),
});

const begun = {
  key: fc.string({ minLength: 1 }),
  requestHash: text,
  momentKey: text,
  startedAt: time,
  tries: fc.integer({ min: 1 }),
};
const intent: fc.Arbitrary<Intent> = fc.oneof(
  fc.record({
    ...begun,
    operation: fc.constant('create_customer' as const),
    request: fc.record({
      external_reference: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
      name: optional(text),
      currency: fc.constant('ZAR'),
      balance: optional(minorUnits),
      metadata: optional(fc.dictionary(trickyKey, text, { maxKeys: 5 })),
    }),
    done: optional(
      fc.record({
        obligationId,
        openedAt: time,
        paymentRules: optional(fc.record({ min_amount: optional(minorUnits) })),
      }),
    ),
  }),
  fc.record({
    ...begun,
    operation: fc.constant('present_balance' as const),
    request: fc.record({
      obligationId,
      facts: fc.record({
        amount: minorUnits,
        currency,
        external_reference: text,
        description: optional(text),
        expires_at: optional(text),
      }),
    }),
    done: optional(request),
  }),
);

describe('what is stored comes out as it went in:', () => {
  const stored = async <T>(
    arbitrary: fc.Arbitrary<T>,
    schema: { parse(value: unknown): T },
    to: (value: T) => Item,
    from: (item: Item) => T,
  ) =>
    fc.assert(
      fc.asyncProperty(arbitrary, async (value) => {
        const item = to(value);
        const got = await kept(item);
        expect(itemKeyOf(got)).toEqual(itemKeyOf(item));
        expect(comparable(from(got))).toEqual(comparable(schema.parse(value)));
      }),
      { numRuns: RUNS },
    );

  test('an entry', () => stored(entry, Entry, toEntryItem, fromEntryItem));
  test('the line of a statement', async () => {
    await fc.assert(
      fc.asyncProperty(entry, async (whole) => {
        const { cause: _cause, previous: _previous, ...line } = whole;
        const item = toEntryItem(whole);
        expect(comparable(fromStatementRow(await kept(item)))).toEqual(comparable(line));
      }),
      { numRuns: RUNS },
    );
  });
  test('the other telling of a payment', () =>
    stored(telling, OtherTelling, toTellingItem, fromTellingItem));
  test('a held event', () => stored(held, HeldEvent, toHeldItem, fromHeldItem));
  test('an obligation', () => stored(obligation, Obligation, toObligationItem, fromObligationItem));
  test('a profile', () =>
    stored(profile, Profile, (value) => toProfileItem('bcus_1', value), fromProfileItem));
  test('what was presented', () =>
    stored(
      request,
      Presented,
      (value) => toRequestItem('bcus_1', value),
      (item) => fromRequestItem(item) as Presented,
    ));
  test('an intent', () =>
    stored(intent, Intent, (value) => toIntentItem(value, value.startedAt), fromIntentItem));
});

describe('the key of an item', () => {
  test('tells the key of its entry, whatever the payment is called', async () => {
    await fc.assert(
      fc.property(entry, ({ key }) => {
        expect(keyOfEntry(entryItemKey(key))).toBe(key);
      }),
      { numRuns: RUNS },
    );
  });

  test('is another one for each item that is about one payment on one obligation', async () => {
    await fc.assert(
      fc.property(paymentId, obligationId, text, (payment, obligation_, hash) => {
        const about = { paymentId: payment, obligationId: obligation_ };
        const keys = [
          headKey(obligation_),
          profileKey(obligation_),
          entryItemKey(openingKey(obligation_)),
          entryItemKey(paymentKey(about)),
          entryItemKey(adjustmentKey(about)),
          tellingKey(paymentKey(about)),
          heldItemKey({ hash, eventId: 'evt_1', paymentId: payment }),
        ].map(({ pk, sk }) => JSON.stringify([pk, sk]));
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: RUNS },
    );
  });

  test('of a held event is that of its payment, or else of its event, or else its own', () => {
    expect(heldItemKey({ hash: 'h', eventId: 'evt_1', paymentId: 'pay_1' }).pk).toBe('pay_1');
    expect(heldItemKey({ hash: 'h', eventId: 'evt_1' })).toEqual({ pk: 'evt_1', sk: 'EVENT#h' });
    expect(heldItemKey({ hash: 'h' })).toEqual({ pk: 'h', sk: 'EVENT#h' });
  });
});

test('the head of a ledger stays below a kilobyte with its newest payments', () => {
  const newestPayments = Array.from({ length: 8 }, () => ({
    paymentId: `pay_${'x'.repeat(26)}`,
    toldBy: 'application' as const,
    amount: 1_000_000_00,
  }));
  const texts = toNewestPayments(newestPayments);
  expect(texts[0]).toBe(`application 100000000 pay_${'x'.repeat(26)}`);
  expect(JSON.stringify(texts).length).toBeLessThan(500);
});

test('a delivery comes off the queue as it went on it', async () => {
  const delivery: fc.Arbitrary<Delivery> = fc.record({
    body: bytes,
    webhookId: text,
    webhookTimestamp: fc.nat(),
    receivedAt: time,
    keyId: text,
    signature: text,
  });
  await fc.assert(
    fc.property(delivery, (put) => {
      const message = toQueueMessage(put);
      expect(comparable(fromQueueMessage(message))).toEqual(comparable(put));
      // The characters of XML 1.0, all that SQS takes.
      expect(message).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
    }),
    {
      numRuns: RUNS * 10,
      // A key's id is the merchant's own text.
      examples: [
        [
          {
            body: Buffer.from('{}'),
            webhookId: 'msg_1',
            webhookTimestamp: 1_781_784_000,
            receivedAt: '2026-06-18T12:00:00.000Z',
            keyId: '\uFFFE and \uFFFF',
            signature: 'c2lnbmVk',
          },
        ],
      ],
    },
  );
});

describe('a cursor', () => {
  const sequence = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const Sequence = z.int().check(z.positive());

  test('is read as it was written', async () => {
    await fc.assert(
      fc.property(obligationId, sequence, (id, before) => {
        expect(readCursor(writeCursor(id, before), id, Sequence)).toBe(before);
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
          expect(() => readCursor(cursor, 'bcus_1', Sequence)).toThrow(ServiceError);
        },
      ),
    );
  });
});

test('of metadata every key is kept, whatever it means in JavaScript', () => {
  const sent = JSON.parse('{"constructor":"kept","toString":"kept"}');
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
