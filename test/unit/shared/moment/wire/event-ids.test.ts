import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEventIds } from '#shared/moment/wire/event-ids.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import { idsOf } from '#shared/use-cases/payments/incoming-event.ts';
import { amountApplied, CUSTOMER, paymentRequestPaid } from '#test/support/factories.ts';

const read = (body: string) => readEventIds(Buffer.from(body));
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
  '{"type":"constructor","data":{"customer_id":"bcus_1"}}',
  '{"__proto__":{"id":"evt_1"},"id":5,"data":{"customer_id":"bcus_1"}}',
])('%j has no ids, and is no reason to fail', (body) => {
  expect(read(body)).toEqual({ eventId: undefined, obligationId: undefined });
});

test('neither have bytes that are no text, and a body that is nothing but brackets', () => {
  const none = { eventId: undefined, obligationId: undefined };
  expect(readEventIds(Buffer.alloc(20, 0xff))).toEqual(none);
  expect(read(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toEqual(none);
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

test('whatever ids the event is settled by, these are the same', async () => {
  let payments = 0;
  await fc.assert(
    fc.property(body, (bytes) => {
      const settled = idsOf(readMomentEvent(bytes));
      const { eventId, obligationId } = readEventIds(bytes);
      if (settled.eventId !== undefined) expect(eventId).toBe(settled.eventId);
      if (settled.obligationId === undefined) return;
      payments += 1;
      expect(obligationId).toBe(settled.obligationId);
    }),
    { numRuns: 3000 },
  );
  expect(payments).toBeGreaterThan(300);
});
