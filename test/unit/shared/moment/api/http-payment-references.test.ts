import { expect, test } from 'vitest';
import { HttpPaymentReferences } from '#shared/moment/api/http-payment-references.ts';
import { NOON, TestClock } from '#test/support/world.ts';

function asked(status: number, body: unknown) {
  const calls: unknown[] = [];
  const transport = {
    send: async (call: unknown) => {
      calls.push(call);
      return { status, body, afterUnanswered: false };
    },
  };
  return { calls, references: new HttpPaymentReferences(transport, new TestClock()) };
}

test('a payment is asked for by its id, and tells what the reports call it', async () => {
  const { calls, references } = asked(200, { id: 'pay/1', reconciliation_reference: 'rec_1' });
  expect(await references.findReference('pay/1')).toBe('rec_1');
  expect(calls).toEqual([
    { method: 'GET', path: '/collect/payments/pay%2F1', deadline: NOON + 60_000 },
  ]);
});

test.each([
  ['is not there', 404, { title: 'not found' }],
  ['does not say', 200, { id: 'pay_1' }],
  ['says nothing', 200, { id: 'pay_1', reconciliation_reference: '' }],
])('a payment that %s has no reference', async (_, status, body) => {
  expect(await asked(status, body).references.findReference('pay_1')).toBeUndefined();
});

test.each([
  [400, { id: 'pay_1', reconciliation_reference: 'rec_1' }],
  [200, 'no json'],
])('an answer that is none, of %s, is an error', async (status, body) => {
  await expect(asked(status, body).references.findReference('pay_1')).rejects.toMatchObject({
    code: 'moment.failed',
    message: `Moment answered ${status} to a look-up of a payment`,
  });
});
