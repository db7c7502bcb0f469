import { expect, test } from 'vitest';
import type { ImportRow } from '#shared/models/import-row.ts';
import { controlTotals, countRow, NOTHING } from '#shared/use-cases/importing/tally.ts';
import { billRow, customerRow } from '#test/support/memory-import-stack.ts';

const FAULTY: ImportRow = { line: 2, cells: new Map(), kind: 'faulty', problems: [] };

test('rows are counted by what they come to, and added up by currency', () => {
  const counted = [
    [customerRow(), { kind: 'create' }],
    [customerRow({ balance: -700 }), { kind: 'create' }],
    [billRow({ amount_due: 5 }), { kind: 'update' }],
    [customerRow({ currency: 'JPY', balance: 3 }), { kind: 'unchanged' }],
    [customerRow({ currency: 'JPY', balance: 4 }), { kind: 'unchanged', movedSince: true }],
    [customerRow({ balance: 9 }), { kind: 'refused' }],
    [FAULTY, { kind: 'refused' }],
  ] as const;
  const tally = counted.reduce((sum, [row, outcome]) => countRow(sum, row, outcome), NOTHING);

  expect(tally.counts).toEqual({ create: 2, update: 1, unchanged: 2, refused: 2 });
  expect(tally.movedSince).toBe(1);
  expect([...tally.totals]).toEqual([
    ['ZAR', { create: 1300n, update: 5n, unchanged: 0n, refused: 0n }],
    ['JPY', { create: 0n, update: 0n, unchanged: 7n, refused: 0n }],
  ]);
  expect([...controlTotals(tally)]).toEqual([
    ['ZAR', 1305n],
    ['JPY', 7n],
  ]);
});

test('a total may be larger than any amount', () => {
  const row = customerRow({ balance: Number.MAX_SAFE_INTEGER });
  const twice = countRow(countRow(NOTHING, row, { kind: 'create' }), row, { kind: 'update' });
  expect(controlTotals(twice).get('ZAR')).toBe(2n * BigInt(Number.MAX_SAFE_INTEGER));
});

test('a row that cannot be read adds up to nothing, whatever it is counted as', () => {
  const tally = countRow(NOTHING, FAULTY, { kind: 'unchanged' });
  expect(tally.counts.unchanged).toBe(1);
  expect(tally.totals.size).toBe(0);
});

test('nothing is none of each', () => {
  expect(NOTHING.counts).toEqual({ create: 0, update: 0, unchanged: 0, refused: 0 });
  expect(NOTHING.movedSince).toBe(0);
  expect(controlTotals(NOTHING).size).toBe(0);
});
