import { expect, test } from 'vitest';
import { orderByEffect, surelyBefore } from '#shared/ledger/statement/by-effective-time.ts';
import { addAll, addExactly, addTotals, sumOf } from '#shared/ledger/statement/sums.ts';
import type { StatementLine } from '#shared/models/entry.ts';

const line = (sequence: number, effectiveAt: string, amount = sequence): StatementLine => ({
  ...{ key: `command:${sequence}@bcus_1`, obligationId: 'bcus_1', sequence, amount },
  ...{ type: 'charge', endingBalance: 0, currency: 'ZAR', effectiveAt },
  recordedAt: '2026-07-02T00:00:00.000Z',
});

test('what was recorded a day before a moment took effect before it', () => {
  expect(surelyBefore('2026-07-01T00:00:00.000Z')).toBe('2026-06-30T00:00:00.000Z');
  expect(surelyBefore(undefined)).toBeUndefined();
});

test('entries stand in the order in which they took effect, those of one moment by their numbers', () => {
  const recorded = [
    line(1, '2026-07-01T00:00:00.000Z'),
    // As an earlier version wrote it.
    line(2, '2026-06-01T00:00:00Z'),
    line(3, '2026-07-01T00:00:00Z'),
    line(4, '2026-06-30T23:59:59.999Z'),
    line(5, '2026-06-15T00:00:00.000Z'),
    line(6, '2026-06-15T00:00:00.000Z'),
  ];
  const june = { from: '2026-06-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z' };
  const { opening, closing, lines } = orderByEffect(100, recorded, june);
  expect([opening, closing]).toEqual([100, 117]);
  expect(lines.map(({ sequence, endingBalance }) => [sequence, endingBalance])).toEqual([
    [2, 102],
    [5, 107],
    [6, 113],
    [4, 117],
  ]);
  const july = { from: june.to, to: '2026-08-01T00:00:00.000Z' };
  expect(orderByEffect(100, recorded, july)).toMatchObject({ opening: 117, closing: 121 });
  const all = { from: undefined, to: july.to };
  expect(orderByEffect(100, recorded, all)).toMatchObject({ opening: 100, closing: 121 });
});

test('totals are by type, in one order of types, and make one sum', () => {
  const refund = { ...line(1, ''), type: 'refund' as const };
  const totals = addTotals({ refund: 2 }, [refund, line(5, ''), line(-7, '')]);
  expect(Object.entries(totals)).toEqual([
    ['charge', -2],
    ['refund', 3],
  ]);
  expect(sumOf(totals)).toBe(1);
  expect(sumOf({})).toBe(0);
  expect(addAll(4, [refund, line(5, '')])).toBe(10);
});

test('amounts make a sum that is exact, though some of them alone make none', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(addAll(most, [line(5, ''), line(-7, '')])).toBe(most - 2);
  expect(() => addAll(most, [line(5, ''), line(-4, '')])).toThrow(
    expect.objectContaining({
      code: 'balance.out_of_range',
      message: `${most} and the amounts of 2 entries make no exact number`,
    }),
  );
});

test('a sum that is no exact number is refused, and never rounded', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(addExactly(most, -1)).toBe(most - 1);
  expect(() => addExactly(most, 1)).toThrow(
    expect.objectContaining({
      code: 'balance.out_of_range',
      message: `${most} and 1 make no exact number`,
    }),
  );
});
