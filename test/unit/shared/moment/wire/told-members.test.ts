import { expect, test } from 'vitest';
import { readToldMembers } from '#shared/moment/wire/told-members.ts';
import { amountApplied, CUSTOMER, PAYMENT, paymentRequestPaid } from '#test/support/factories.ts';

const read = (event: unknown) => readToldMembers(Buffer.from(JSON.stringify(event)));
const NOTHING = { ids: [], references: [] };

test('what was applied is told with the obligation that it names, and what metadata may refer to', () => {
  expect(read(amountApplied())).toEqual({
    type: 'obligation.amount_applied',
    dataId: 'ob_N2a38DJQWPL8K4X42354234',
    paymentId: PAYMENT,
    amount: 15000,
    currency: 'ZAR',
    at: '2025-06-18T08:45:00Z',
    ids: [CUSTOMER],
    references: ['wellness_joburg_2025'],
  });
});

test('a Payment Request that was paid is told with its reference, and ours', () => {
  expect(
    read(paymentRequestPaid({ data: { description: 'June', created_at: null } })),
  ).toMatchObject({
    type: 'payment_request.paid',
    dataId: 'pr_6phg74i4jG9wbzZbFDUQB',
    at: '2025-06-18T08:45:10Z',
    description: 'June',
    ids: [CUSTOMER],
    references: ['UCR1234567890'],
  });
});

test('references are found wherever they are named, and each once', () => {
  const data = {
    customer: { external_reference: 'C-1', name: 'Jane' },
    bill: { merchant_reference: 'I-1', lines: [{ external_reference: 'C-1' }] },
    metadata: { order: 'O-7', note: 'two words', who: 'bacc_1', deep: { er: { still: 'D-1' } } },
    name: 'X-1',
  };
  expect(read({ data })).toMatchObject({
    ids: ['bacc_1'],
    references: ['C-1', 'I-1', 'O-7', 'D-1'],
  });
});

test('what is too many, too deep or too long is left out', () => {
  const metadata = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${n}`, `r${n}`]));
  expect(read({ data: { metadata } }).references).toHaveLength(10);
  const deep = { a: { b: { c: { reference: 'R-1' } } } };
  expect(read({ data: deep }).references).toEqual(['R-1']);
  expect(read({ data: { z: deep } }).references).toEqual([]);
  expect(read({ data: { description: 'x'.repeat(900) } }).description).toHaveLength(500);
});

test.each([
  ['no JSON', 'nothing'],
  ['a member that comes twice', '{"type":"a","type":"b"}'],
  ['no object', '7'],
  ['members of another form', '{"type":7,"data":{"amount":"1","id":[]}}'],
])('of %s nothing is told', (_what, body) => {
  expect(readToldMembers(Buffer.from(body))).toEqual(NOTHING);
  expect(readToldMembers(Buffer.from([0xff]))).toEqual(NOTHING);
});
