import { expect, test } from 'vitest';
import { openRequests, unpresented } from '#shared/ledger/open-requests.ts';
import { NOON } from '#test/support/world.ts';

const at = (ms: number) => new Date(NOON + ms).toISOString();
const request = (id: string, more: object = {}) => ({
  ...{ id, status: 'active', amount: 500, currency: 'ZAR' },
  ...more,
});

test('open is what is neither over nor settled', () => {
  const presented = [
    request('pr_1'),
    request('pr_2', { expiresAt: at(1) }),
    request('pr_3', { expiresAt: at(0) }),
    request('pr_4', { settledBy: 'pay_1@bcus_1' }),
  ];
  expect(openRequests(presented, NOON).map(({ id }) => id)).toEqual(['pr_1', 'pr_2']);
});

test('what is left to present is the balance without all that is asked for already', () => {
  expect(unpresented(2000, [])).toBe(2000);
  expect(unpresented(2000, [{ amount: 500 }, { amount: 300 }])).toBe(1200);
  expect(unpresented(400, [{ amount: 500 }])).toBe(-100);
});
