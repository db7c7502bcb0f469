import { describe, expect, test } from 'vitest';
import { ageBill } from '#shared/ledger/ageing/age-bill.ts';
import {
  type AgeingLine,
  ageOf,
  beginAgeing,
  isDecided,
  readOlder,
} from '#shared/ledger/ageing/age-running.ts';
import { bucketOn, bucketsIn } from '#shared/ledger/ageing/buckets.ts';
import { BUCKETS } from '#shared/models/aged.ts';

const NOTHING = { current: 0, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0 };
const AS_OF = '2026-07-31';

test.each([
  ['2026-08-01', 'current'],
  ['2026-07-31', 'current'],
  ['2026-07-30', '1-30'],
  ['2026-07-01', '1-30'],
  ['2026-06-30', '31-60'],
  ['2026-06-01', '31-60'],
  ['2026-05-31', '61-90'],
  ['2026-05-02', '61-90'],
  ['2026-05-01', 'over_90'],
  ['2020-02-29', 'over_90'],
])('on 2026-07-31, what was due on %s is %s', (due, bucket) => {
  expect(bucketOn(AS_OF, due)).toBe(bucket);
});

test.each([
  ['2026-07-31T22:00:00Z', 'current'],
  ['2026-07-30T22:00:00Z', 'current'],
  ['2026-07-30T21:59:59.999Z', '1-30'],
  ['2026-06-30T22:00:00.000Z', '1-30'],
  ['2026-06-30T21:59:59.999Z', '31-60'],
  ['2026-05-31T22:00:00.000Z', '31-60'],
  ['2026-05-31T21:59:59.999Z', '61-90'],
  ['2026-05-01T22:00:00.000Z', '61-90'],
  ['2026-05-01T21:59:59.999Z', 'over_90'],
])('on 2026-07-31 in Johannesburg, what became owed at %s is %s', (moment, bucket) => {
  expect(bucketsIn(AS_OF, 'Africa/Johannesburg')(moment)).toBe(bucket);
});

describe('a bill', () => {
  const dates = { billDate: '2026-06-30', dueDate: '2026-07-30' };

  test('is overdue since its due date', () => {
    expect(ageBill({ ...dates, openedAt: '2026-05-01T23:59:59Z' }, 500, AS_OF, BUCKET_AT)).toEqual({
      ...NOTHING,
      '1-30': 500,
    });
  });

  test('without a due date is owed since its own date', () => {
    const { billDate } = dates;
    expect(ageBill({ billDate, openedAt: '2026-05-01T23:59:59Z' }, 500, AS_OF, BUCKET_AT)).toEqual({
      ...NOTHING,
      '31-60': 500,
    });
  });

  test('without any date is owed since it was opened', () => {
    expect(ageBill({ openedAt: '2026-05-01T23:59:59Z' }, 500, AS_OF, BUCKET_AT)).toEqual({
      ...NOTHING,
      over_90: 500,
    });
  });

  test('that was paid too much is overdue on no day', () => {
    expect(ageBill({ ...dates, openedAt: '2026-05-01T23:59:59Z' }, -500, AS_OF, BUCKET_AT)).toEqual(
      { ...NOTHING, current: -500 },
    );
    expect(ageBill({ ...dates, openedAt: '2026-05-01T23:59:59Z' }, 0, AS_OF, BUCKET_AT)).toEqual(
      NOTHING,
    );
  });
});

describe('a running balance', () => {
  test('whose payment was refunded owes it since its charge, and not since the refund', () => {
    const charge = line('charge', 100, '2026-05-20');
    const payment = line('payment', -100, '2026-05-25', { ending: 0 });
    const refund = line('refund', 100, '2026-07-30', { ending: 100, reverses: 'payment' });
    expect(age([refund, payment, charge])).toEqual({ ...NOTHING, '61-90': 100 });
  });

  test('of which a charge was reversed in part owes the rest of it, since it was raised', () => {
    const charge = line('charge', 100, '2026-05-20');
    const reversal = line('reversal', -30, '2026-07-30', { ending: 70, reverses: 'charge' });
    expect(age([reversal, charge])).toEqual({ ...NOTHING, '61-90': 70 });
  });

  test('of which two parts of a charge were reversed owes the rest of it', () => {
    const charge = line('charge', 100, '2026-05-20');
    const one = line('one', -30, '2026-07-29', { ending: 70, reverses: 'charge' });
    const other = line('other', -20, '2026-07-30', { ending: 50, reverses: 'charge' });
    expect(age([other, one, charge])).toEqual({ ...NOTHING, '61-90': 50 });
  });

  test('of which a payment was told anew with less owes the difference since its charge', () => {
    const charge = line('charge', 100, '2026-05-20');
    const payment = line('payment', -100, '2026-06-10', { ending: 0 });
    const told = line('told', 40, '2026-07-30', { ending: 40, adjusts: 'payment' });
    expect(age([told, payment, charge])).toEqual({ ...NOTHING, '61-90': 40 });
  });

  test('in credit is overdue on no day, which no entry is needed for', () => {
    const payment = line('payment', -300, '2026-07-30', { ending: -200 });
    expect(isDecided(beginAgeing(-200))).toBe(true);
    expect(isDecided(beginAgeing(0))).toBe(true);
    expect(isDecided(beginAgeing(1))).toBe(false);
    expect(age([payment])).toEqual({ ...NOTHING, current: -200 });
  });

  test('is not decided while an entry that is not read may be younger than what is', () => {
    const charge = (recorded: string) => line('charge', 100, '2026-06-10', { recorded });
    const decided = (recorded: string) => {
      return isDecided(readOlder(beginAgeing(100), [charge(recorded)], BUCKET_AT));
    };
    // Whatever is older was recorded by then, and took effect at most a day later: on 30 June, or on 1 July.
    expect(decided('2026-06-29T23:59:59.999Z')).toBe(true);
    expect(decided('2026-06-30T00:00:00.000Z')).toBe(false);
  });

  test('has the same age once a page without entries was read', () => {
    const before = readOlder(beginAgeing(100), [line('charge', 100, '2026-06-10')], BUCKET_AT);
    expect(readOlder(before, [], BUCKET_AT)).toBe(before);
  });

  test('has on the next page what was raised and undone on the one before', () => {
    const newer = line('newer', 60, '2026-07-10');
    const reversal = line('reversal', -30, '2026-07-10', { reverses: 'older' });
    const older = line('older', 70, '2026-05-20');
    const first = readOlder(beginAgeing(100), [newer, reversal], BUCKET_AT);
    const second = readOlder(first, [older], BUCKET_AT);
    expect(ageOf(second)).toEqual({ ...NOTHING, '1-30': 60, '61-90': 40 });
    // Another page has its own.
    expect(first.undone).toEqual(new Map([['older', -30]]));
  });

  test('that is older than 90 days is decided without the entries that it is made of', () => {
    const newest = line('newest', 10, '2026-07-31');
    const older = line('older', 10, '2026-04-30');
    const within = readOlder(beginAgeing(1000), [newest], BUCKET_AT);
    expect(isDecided(within)).toBe(false);
    const ageing = readOlder(within, [older], BUCKET_AT);
    expect(isDecided(ageing)).toBe(true);
    expect(ageOf(ageing)).toEqual({ ...NOTHING, current: 10, over_90: 990 });
  });

  test('owes no more of a charge than its balance, however large the charge', () => {
    const large = Number.MAX_SAFE_INTEGER;
    const one = line('one', large, '2026-07-30', { ending: 1 });
    const payment = line('payment', -large, '2026-07-30', { ending: 1 - large });
    const other = line('other', 1, '2026-07-30', { ending: 1 });
    expect(age([one, payment, other])).toEqual({ ...NOTHING, '1-30': 1 });
  });
});

test('the youngest bucket is the first', () => {
  expect(BUCKETS).toEqual(['current', '1-30', '31-60', '61-90', 'over_90']);
});

const BUCKET_AT = bucketsIn(AS_OF, 'UTC');

function age(newestFirst: readonly (AgeingLine & { readonly endingBalance: number })[]) {
  const balance = newestFirst[0]?.endingBalance ?? 0;
  return ageOf(readOlder(beginAgeing(balance), newestFirst, BUCKET_AT));
}

function line(
  key: string,
  amount: number,
  day: string,
  more: {
    readonly ending?: number;
    readonly reverses?: string;
    readonly adjusts?: string;
    readonly recorded?: string;
  } = {},
): AgeingLine & { readonly endingBalance: number } {
  const { ending: endingBalance = amount, recorded = `${day}T12:00:00.000Z`, ...undoes } = more;
  return {
    key,
    amount,
    endingBalance,
    effectiveAt: `${day}T12:00:00Z`,
    recordedAt: recorded,
    ...undoes,
  };
}
