import { expect, test } from 'vitest';
import type { Entry } from '#shared/models/entry.ts';
import { requestsSettledBy } from '#shared/models/presented.ts';
import { amountApplied, movement, paymentRequestPaid } from '#test/support/factories.ts';
import { paid, postingOf } from '#test/support/postings.ts';

const told = (paymentId: string, id: string) =>
  movement(paymentRequestPaid({ data: { id, payment_id: paymentId, amount: 100 } }));
const settledBy = (...movements: readonly ReturnType<typeof movement>[]) =>
  requestsSettledBy(postingOf(movements).entries).map(
    ({ requestId, entryKey }) => `${requestId} ${entryKey.split('@')[0]}`,
  );

test('a payment that its Payment Request told settles it, and one that was applied settles none', () => {
  expect(
    settledBy(told('pay_1', 'pr_1'), paid({ id: 'pay_2', amount: 7 }), told('pay_3', 'pr_3')),
  ).toEqual(['pr_1 pay_1', 'pr_3 pay_3']);
});

test('of two payments of one Payment Request the first settles it', () => {
  expect(settledBy(told('pay_2', 'pr_1'), told('pay_1', 'pr_1'))).toEqual(['pr_1 pay_2']);
});

test('what a person had count elsewhere than it was presented settles nothing there', () => {
  const [payment] = postingOf([told('pay_1', 'pr_1')]).entries;
  const here = (applied: number) => [{ ...payment, applied } as Entry];
  expect(requestsSettledBy(here(0))).toEqual([]);
  expect(requestsSettledBy(here(-100))).toHaveLength(1);
});

test('what was applied of a payment otherwise settles nothing, whatever it names', () => {
  const adjusted = amountApplied({ data: { payment_id: 'pay_1', amount: 90 } });
  const { entries } = postingOf([told('pay_1', 'pr_1'), movement(adjusted)]);
  const [payment, adjustment] = entries as [Entry, Entry];
  expect(adjustment.type).toBe('adjustment');
  expect(requestsSettledBy([{ ...adjustment, paymentRequest: 'pr_2' } as Entry, payment])).toEqual([
    { requestId: 'pr_1', entryKey: payment.key },
  ]);
});
