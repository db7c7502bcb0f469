import { expect, test } from 'vitest';
import { sumAged, totalOf } from '#shared/ledger/ageing/sum-aged.ts';

const NOTHING = { current: 0, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0 };
const MOST = Number.MAX_SAFE_INTEGER;
const owed = (currency: string, aged: Partial<typeof NOTHING>) => ({
  currency,
  aged: { ...NOTHING, ...aged },
});

test('what is owed is summed up bucket by bucket, each currency by itself, on top of what was', () => {
  const before = new Map([['ZAR', { ...NOTHING, current: 1 }]]);
  const more = [
    owed('ZAR', { current: -3, over_90: 5 }),
    owed('JPY', { '1-30': 7 }),
    owed('ZAR', { over_90: 6 }),
  ];
  expect(sumAged(before, more)).toEqual(
    new Map([
      ['ZAR', { ...NOTHING, current: -2, over_90: 11 }],
      ['JPY', { ...NOTHING, '1-30': 7 }],
    ]),
  );
  expect(before.get('ZAR')?.current).toBe(1);
});

test('there is no sum where a bucket of it is no exact number, though all together are', () => {
  const credit = owed('ZAR', { current: -MOST });
  expect(
    sumAged(new Map(), [credit, owed('ZAR', { '1-30': MOST }), owed('ZAR', { '1-30': 1 })]),
  ).toBeUndefined();
});

test('nor where all together are no exact number, though each bucket is', () => {
  expect(sumAged(new Map(), [owed('ZAR', { current: MOST, '1-30': 1 })])).toBeUndefined();
  expect(totalOf({ ...NOTHING, current: MOST, '1-30': 1 })).toBeUndefined();
  expect(totalOf({ ...NOTHING, current: -1, over_90: MOST })).toBe(MOST - 1);
});
