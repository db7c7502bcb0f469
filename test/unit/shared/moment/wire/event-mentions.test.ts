import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMentions } from '#shared/moment/wire/event-mentions.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { aboutOf } from '#shared/use-cases/payments/incoming-event.ts';
import { amountApplied, CUSTOMER, paymentRequestPaid } from '#test/support/factories.ts';

const read = (body: string) => readMentions(Buffer.from(body));
const NOTHING = {
  eventId: undefined,
  paymentId: undefined,
  obligationId: undefined,
  amount: undefined,
  currency: undefined,
};
const obligationOf = (data: Record<string, unknown>, build = amountApplied) =>
  read(JSON.stringify(build({ data }))).obligationId;

test.each([
  [{ customer_id: 'bcus_1', account_id: 'bacc_1', bill_id: 'bill_1' }, 'bill_1'],
  [{ customer_id: 'bcus_1', account_id: 'bacc_1' }, 'bacc_1'],
  [{ customer_id: 'bcus_1' }, 'bcus_1'],
  [{ customer_id: 'bcus_1', bill_id: null }, 'bcus_1'],
])('of %j an amount was applied to %s, the most specific', (data, obligationId) => {
  expect(obligationOf(data)).toBe(obligationId);
});

test('a payment request is about the obligation that its metadata names', () => {
  expect(read(JSON.stringify(paymentRequestPaid())).obligationId).toBe(CUSTOMER);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '"bcus_1"',
  '5',
  '{"type":"obligation.amount_applied"}',
  '{"type":"obligation.amount_applied","data":null}',
  '{"type":"obligation.amount_applied","data":"bcus_1"}',
  '{"type":"payment_request.paid","data":{"metadata":["bcus_1"]}}',
  '{"__proto__":{"id":"evt_1"},"id":5,"data":{"__proto__":{"customer_id":"bcus_1"}}}',
  '{"data":{"amount":1e3,"currency":"zar","payment_id":"a@b"}}',
  '{"data":{"amount":0.5,"currency":["ZAR"],"payment_id":""}}',
])('%j mentions nothing, and is no reason to fail', (body) => {
  expect(read(body)).toEqual(NOTHING);
});

test.each(['payment.refunded', 'constructor', undefined])(
  'an event of the type %s is found by all that it mentions',
  (type) => {
    const data = { payment_id: 'pay_1', amount: -5, currency: 'ZAR', customer_id: 'bcus_1' };
    const mentions = { paymentId: 'pay_1', amount: -5, currency: 'ZAR', obligationId: 'bcus_1' };
    expect(read(JSON.stringify({ id: 'evt_1', type, data }))).toEqual({
      ...mentions,
      eventId: 'evt_1',
    });
    const presented = { metadata: { obligation_id: 'bcus_2' } };
    expect(read(JSON.stringify({ type, data: presented })).obligationId).toBe('bcus_2');
  },
);

test('a member that comes twice is not believed, and the others are', () => {
  const data = '"payment_id":"pay_1","amount":1,"currency":"ZAR","customer_id":"bcus_1"';
  expect(read(`{"id":"evt_1","data":{${data},"amount":1500}}`)).toEqual({
    eventId: 'evt_1',
    paymentId: 'pay_1',
    obligationId: 'bcus_1',
    amount: undefined,
    currency: 'ZAR',
  });
  expect(read(`{"id":"evt_1","id":"evt_2","data":{${data}}}`)).toMatchObject({
    eventId: undefined,
    amount: 1,
  });
  expect(read(`{"id":"evt_1","data":{},"data":{${data}}}`)).toEqual({
    ...NOTHING,
    eventId: 'evt_1',
  });
});

test('neither have bytes that are no text, and a body that is nothing but brackets', () => {
  expect(readMentions(Buffer.alloc(20, 0xff))).toEqual(NOTHING);
  expect(read(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toEqual(NOTHING);
});

test('the longest id of an obligation is one', () => {
  const longest = `bcus_${'x'.repeat(59)}`;
  expect(obligationOf({ customer_id: longest })).toBe(longest);
});

test.each([
  'bcus_',
  'bcus_a b',
  'bcus_a@b',
  'xbcus_1',
  `bcus_${'x'.repeat(60)}`,
  5,
  {},
  ['bcus_1'],
])('%j is the id of no obligation, and no group of the queue', (customer_id) => {
  expect(obligationOf({ customer_id })).toBeUndefined();
});

const sometimes = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 40, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom(undefined, null, '', 'a@b', {}, []) },
    { weight: 1, arbitrary: fc.anything() },
  );
const id = fc.stringMatching(/^[\x21-\x3F\x41-\x7E]{1,200}$/);
const obligation = (prefix: string) =>
  fc.stringMatching(/^[a-zA-Z0-9]{1,59}$/).map((rest) => `${prefix}_${rest}`);
const shared = { id: sometimes(id), amount: sometimes(fc.integer()), currency: fc.constant('ZAR') };
const data = fc.oneof(
  fc.record(
    {
      ...shared,
      payment_id: id,
      customer_id: sometimes(obligation('bcus')),
      account_id: sometimes(obligation('bacc')),
      bill_id: sometimes(obligation('bill')),
    },
    { requiredKeys: ['id', 'amount', 'currency'] },
  ),
  fc.record({
    ...shared,
    payment_id: id,
    metadata: sometimes(fc.record({ obligation_id: sometimes(obligation('bcus')) })),
  }),
);
const event = fc.record({
  id: sometimes(fc.oneof(id, fc.constantFrom('1e3', 'bcus_1'))),
  type: sometimes(fc.constantFrom('obligation.amount_applied', 'payment_request.paid', 'other')),
  data: sometimes(data),
});
const body = fc.oneof(
  { weight: 8, arbitrary: event.map((value) => Buffer.from(JSON.stringify(value))) },
  // A number that is the text of its source, since it is not written as an integer.
  { weight: 1, arbitrary: fc.constant(Buffer.from('{"id":1e3,"type":"other","data":{}}')) },
  { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array() },
);

test('whatever a payment is settled by, this is the same', async () => {
  let payments = 0;
  await fc.assert(
    fc.property(body, (bytes) => {
      const settled = aboutOf({ event: readMomentEvent(bytes), raw: bytes });
      const mentions = readMentions(bytes);
      if (settled.eventId !== undefined) expect(mentions.eventId).toBe(settled.eventId);
      if (readMomentEvent(bytes).kind !== 'payment') return;
      payments += 1;
      expect(mentions).toEqual(settled);
    }),
    { numRuns: 3000 },
  );
  expect(payments).toBeGreaterThan(300);
});
