import { describe, expect, test } from 'vitest';
import { partsOf } from '#shared/ledger/summary/spans.ts';

const ZONE = 'Africa/Johannesburg';
/** The beginning of a day of July 2026 there. */
const day = (n: number) => new Date(Date.UTC(2026, 6, n) - 2 * 3_600_000).toISOString();
const name = (n: number) => `2026-07-0${n}`;
const parts = (from: string, to: string, ...written: readonly number[]) =>
  partsOf({ from, to }, ZONE, (each) => written.map(name).includes(each));

describe('a period', () => {
  test('of days that are written down is these', () => {
    expect(parts(day(1), day(3), 1, 2, 3)).toEqual({ written: [name(1), name(2)], open: [] });
  });

  test('of which none is, is one span', () => {
    expect(parts(day(1), day(4))).toEqual({ written: [], open: [{ from: day(1), to: day(4) }] });
  });

  test('has a span before and behind each day that is written down', () => {
    expect(parts(day(1), day(7), 2, 5)).toEqual({
      written: [name(2), name(5)],
      open: [
        { from: day(1), to: day(2) },
        { from: day(3), to: day(5) },
        { from: day(6), to: day(7) },
      ],
    });
  });

  test('that begins or ends within a day has a span of that part, though the day is written down', () => {
    const from = '2026-07-01T12:00:00.000Z';
    const to = '2026-07-03T12:00:00.000Z';
    expect(parts(from, to, 1, 2, 3)).toEqual({
      written: [name(2)],
      open: [
        { from, to: day(2) },
        { from: day(3), to },
      ],
    });
  });

  test('within one day is a span, and one without length is nothing', () => {
    const [from, to] = ['2026-07-01T12:00:00.000Z', '2026-07-01T13:00:00.000Z'];
    expect(parts(from, to, 1)).toEqual({ written: [], open: [{ from, to }] });
    expect(parts(day(1), day(1), 1)).toEqual({ written: [], open: [] });
  });
});
