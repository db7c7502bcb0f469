import { expect, test } from 'vitest';
import { sumAged, toExact, totalOf } from '#shared/ledger/ageing/sum-aged.ts';

const NOTHING = { current: 0, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0 };
const MOST = Number.MAX_SAFE_INTEGER;
type Owed = { readonly currency: string; readonly aged: typeof NOTHING };
const owed = (currency: string, aged: Partial<typeof NOTHING>): Owed => ({
  currency,
  aged: { ...NOTHING, ...aged },
});
const exactSums = (all: Parameters<typeof sumAged>[0]) =>
  [...sumAged(all)].map(([currency, sum]) => [currency, toExact(sum)]);

test('what is owed is summed up bucket by bucket, each currency by itself', () => {
  const all = [
    owed('ZAR', { current: -3, over_90: 5 }),
    owed('JPY', { '1-30': 7 }),
    owed('ZAR', { current: 1, over_90: 6 }),
  ];
  expect(exactSums(all)).toEqual([
    ['ZAR', { ...NOTHING, current: -2, over_90: 11 }],
    ['JPY', { ...NOTHING, '1-30': 7 }],
  ]);
});

test('a sum is not exact where a bucket of it is no exact number, though all together are', () => {
  const all = [
    owed('ZAR', { current: -MOST }),
    owed('ZAR', { '1-30': MOST }),
    owed('ZAR', { '1-30': 1 }),
    owed('JPY', { '1-30': 7 }),
  ];
  expect(exactSums(all)).toEqual([
    ['ZAR', undefined],
    ['JPY', { ...NOTHING, '1-30': 7 }],
  ]);
});

test('nor where all together are no exact number, though each bucket is', () => {
  expect(exactSums([owed('ZAR', { current: MOST, '1-30': 1 })])).toEqual([['ZAR', undefined]]);
  expect(totalOf({ ...NOTHING, current: MOST, '1-30': 1 })).toBeUndefined();
  expect(totalOf({ ...NOTHING, current: -1, over_90: MOST })).toBe(MOST - 1);
});

test('a sum is exact that was none on the way, also one of sums', () => {
  const [above, back] = [
    [owed('ZAR', { current: MOST }), owed('ZAR', { current: 2 })],
    [owed('ZAR', { current: -3 })],
  ];
  const exact = [['ZAR', { ...NOTHING, current: MOST - 1 }]];
  expect(exactSums([...above, ...back])).toEqual(exact);
  const sums = [above, back].flatMap((part) => [...sumAged(part)]);
  expect(exactSums(sums.map(([currency, aged]) => ({ currency, aged })))).toEqual(exact);
});
