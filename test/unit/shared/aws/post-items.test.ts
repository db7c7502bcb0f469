import { describe, expect, test } from 'vitest';
import { postItems } from '#shared/aws/post-items.ts';
import { amountApplied, movement, paymentRequestPaid } from '#test/support/factories.ts';
import { postingOf } from '#test/support/postings.ts';

/** Amazon DynamoDB API Reference, TransactWriteItems. */
const ITEMS_MAX = 100;
/** As many as are posted in one transaction (settle-events.ts). */
const EVENTS = Array.from({ length: 25 }, (_, n) => n);

const asRequest = (n: number, request = `pr_${n}`) =>
  movement(
    paymentRequestPaid({
      id: `evt_${n}`,
      data: { id: request, payment_id: `pay_${n}`, amount: 100 },
    }),
  );
const applied = (n: number, amount = 100) =>
  movement(
    amountApplied({ id: `evt_a${n}`, data: { id: `ob_${n}`, payment_id: `pay_${n}`, amount } }),
  );
const waited = EVENTS.map((n) => ({
  hash: `hash_${n}`,
  eventId: `evt_${n}`,
  paymentId: `pay_${n}`,
}));
const keysOf = (items: ReturnType<typeof postItems>) =>
  items.map((item) => {
    const { Key, Item: put } = { Item: undefined, Key: undefined, ...Object.values(item)[0] };
    const { pk, sk } = Key ?? put ?? {};
    return `${pk} ${sk}`;
  });

describe('what is posted at once fits into a transaction, and touches no item twice', () => {
  test.each([
    [
      'payments told by their Payment Requests, all of which waited',
      EVENTS.map((n) => asRequest(n)),
      76,
    ],
    ['payments of one Payment Request', EVENTS.map((n) => asRequest(n, 'pr_1')), 52],
    ['payments that were applied', EVENTS.map((n) => applied(n)), 51],
    [
      'payments told by both, with adjustments',
      EVENTS.map((n) => (n % 2 ? applied(n - 1, 90) : asRequest(n))),
      // The head; 13 payments, their requests; 12 adjustments, what they rest on; what waited.
      1 + 13 + 13 + 12 + 12 + 25,
    ],
  ])('%s', (_what, movements, count) => {
    const items = postItems('ledger', postingOf(movements), waited);
    expect(items.length).toBeLessThanOrEqual(ITEMS_MAX);
    expect(new Set(keysOf(items)).size).toBe(items.length);
    expect(items).toHaveLength(count);
  });
});
