import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AgeingLine,
  ageOf,
  beginAgeing,
  isDecided,
  readOlder,
} from '#shared/ledger/ageing/age-running.ts';
import { bucketsIn } from '#shared/ledger/ageing/buckets.ts';
import { type Aged, BUCKETS } from '#shared/models/aged.ts';
import { NOON } from '#test/support/world.ts';

const RUNS = 400;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Africa/Johannesburg';
const ZONE_HOURS = 2;

type Line = AgeingLine & { readonly endingBalance: number };

/** What happened next to a running balance. */
type Step = {
  readonly kind: 'raise' | 'pay' | 'undo' | 'retell';
  readonly amount: number;
  /** Since the entry before was recorded. */
  readonly hours: number;
  /** How long before it was recorded it took effect; negative where it lies ahead. */
  readonly backdatedHours: number;
  /** Which earlier entry, of those that can be. */
  readonly which: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('raise', 'raise', 'pay', 'undo', 'retell'),
  amount: fc.integer({ min: 1, max: 50 }),
  hours: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * 24 })),
  backdatedHours: fc.oneof(
    fc.integer({ min: -24, max: 24 }),
    fc.integer({ min: 0, max: 150 * 24 }),
  ),
  which: fc.nat(),
});
const ledgers = fc.array(step, { minLength: 1, maxLength: 25 }).map(toLines);
const daysLater = fc.integer({ min: 0, max: 120 });

describe('a running balance', () => {
  test('is aged as if its payments had covered its oldest charges, one after the other', () => {
    hold(fc.tuple(ledgers, daysLater), ([lines, later]) => {
      const asOf = dayAfter(lines, later);
      expect(ageAll(lines, asOf)).toEqual(ageForwards(lines, asOf));
    });
  });

  test('is in buckets that partition it', () => {
    hold(fc.tuple(ledgers, daysLater), ([lines, later]) => {
      const aged = ageAll(lines, dayAfter(lines, later));
      const balance = lines.at(-1)?.endingBalance ?? 0;
      expect(sumOf(aged)).toBe(balance);
      if (balance > 0) expect(BUCKETS.filter((bucket) => aged[bucket] < 0)).toEqual([]);
    });
  });

  test('is aged by its newest entries alone, once these decide it', () => {
    hold(fc.tuple(ledgers, daysLater, fc.integer({ min: 1, max: 5 })), ([lines, later, limit]) => {
      const asOf = dayAfter(lines, later);
      const whole = ageAll(lines, asOf);
      const newestFirst = lines.toReversed();
      let ageing = readOlder(
        beginAgeing(balanceOf(newestFirst)),
        newestFirst.slice(0, limit),
        bucketsIn(asOf, ZONE),
      );
      for (let read = limit; read < lines.length && !isDecided(ageing); read += limit) {
        ageing = readOlder(ageing, newestFirst.slice(read, read + limit), bucketsIn(asOf, ZONE));
      }
      expect(ageOf(ageing)).toEqual(whole);
    });
  });

  test('grows older from day to day, and never younger', () => {
    hold(fc.tuple(ledgers, daysLater, daysLater), ([lines, later, more]) => {
      const [before, after] = [later, later + more].map((days) =>
        ageAll(lines, dayAfter(lines, days)),
      );
      for (const [at] of BUCKETS.entries()) {
        expect(upTo(at, after)).toBeLessThanOrEqual(upTo(at, before));
      }
    });
  });
});

describe('an obligation that is charged each day and pays each day', () => {
  test('is aged by as many entries as its balance is made of', () => {
    const steps = Array.from({ length: 150 }, (_, at): Step => {
      const kind = at < 5 || at % 2 === 0 ? 'raise' : 'pay';
      return { kind, amount: 10, hours: 12, backdatedHours: 0, which: 0 };
    });
    const newestFirst = toLines(steps).toReversed();
    const asOf = dayOf(newestFirst[0]?.recordedAt ?? '');
    const ageing = readOlder(
      beginAgeing(balanceOf(newestFirst)),
      newestFirst.slice(0, 12),
      bucketsIn(asOf, ZONE),
    );
    expect(isDecided(ageing)).toBe(true);
  });

  test('is never read further back than what is over 90 days old', () => {
    const steps = Array.from({ length: 120 }, (): Step => {
      return { kind: 'raise', amount: 10, hours: 24, backdatedHours: 0, which: 0 };
    });
    const newestFirst = toLines(steps).toReversed();
    const asOf = dayOf(newestFirst[0]?.recordedAt ?? '');
    const ageing = readOlder(
      beginAgeing(balanceOf(newestFirst)),
      newestFirst.slice(0, 94),
      bucketsIn(asOf, ZONE),
    );
    expect(isDecided(ageing)).toBe(true);
    expect(ageOf(ageing)).toEqual({
      ...{ current: 10, '1-30': 300, '31-60': 300, '61-90': 300 },
      over_90: 1200 - 910,
    });
  });
});

function hold<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  void fc.assert(fc.property(arbitrary, predicate), { numRuns: RUNS });
}

/** Entries as our code would write them, the oldest first. */
function toLines(steps: readonly Step[]): readonly Line[] {
  const lines: Line[] = [];
  let now = NOON;
  let balance = 0;
  for (const [at, { kind, amount, hours, backdatedHours, which }] of steps.entries()) {
    now += hours * HOUR;
    const free = lines.filter((line) => isOriginal(line) && leftOf(line, lines) !== 0);
    const original = free[which % Math.max(1, free.length)];
    const undoes = (kind === 'undo' || kind === 'retell') && original;
    const moved = undoes ? undoingOf(undoes, lines, kind, amount) : signed(kind, amount);
    balance += moved;
    lines.push({
      key: `entry_${at}`,
      amount: moved,
      endingBalance: balance,
      recordedAt: new Date(now).toISOString(),
      effectiveAt: undoes
        ? undoes.effectiveAt
        : new Date(now - backdatedHours * HOUR).toISOString(),
      ...(undoes && (kind === 'undo' ? { reverses: undoes.key } : { adjusts: undoes.key })),
    });
  }
  return lines;
}

function signed(kind: Step['kind'], amount: number): number {
  return kind === 'pay' ? -amount : amount;
}

/** A part of what is left of it; told anew, a payment may turn out to be of any amount. */
function undoingOf(
  line: AgeingLine,
  lines: readonly Line[],
  kind: Step['kind'],
  amount: number,
): number {
  if (kind === 'retell') return amount - 25;
  const left = leftOf(line, lines);
  return -Math.sign(left) * Math.min(Math.abs(left), amount);
}

function isOriginal({ reverses, adjusts }: AgeingLine): boolean {
  return reverses === undefined && adjusts === undefined;
}

function leftOf({ key, amount }: AgeingLine, lines: readonly Line[]): number {
  const undoing = lines.filter(({ reverses, adjusts }) => reverses === key || adjusts === key);
  return undoing.reduce((sum, line) => sum + line.amount, amount);
}

/** The oracle: each payment is taken from the oldest charge that is left, cent by cent. */
function ageForwards(lines: readonly Line[], asOf: string): Aged {
  const nets = lines.filter(isOriginal).map((line) => ({
    day: dayOf(line.effectiveAt),
    cents: leftOf(line, lines),
  }));
  const owed = nets
    .filter(({ cents }) => cents > 0)
    .sort((left, right) => (left.day < right.day ? -1 : 1))
    .flatMap(({ day, cents }) => Array<string>(cents).fill(day));
  const paid = nets.reduce((sum, { cents }) => sum + Math.max(0, -cents), 0);
  const aged = { current: 0, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0 };
  if (paid >= owed.length) return { ...aged, current: owed.length - paid };
  for (const day of owed.slice(paid)) {
    const days = Math.round((Date.parse(asOf) - Date.parse(day)) / DAY);
    if (days > 90) aged.over_90 += 1;
    else if (days > 60) aged['61-90'] += 1;
    else if (days > 30) aged['31-60'] += 1;
    else if (days > 0) aged['1-30'] += 1;
    else aged.current += 1;
  }
  return aged;
}

function ageAll(lines: readonly Line[], asOf: string): Aged {
  const ageing = readOlder(
    beginAgeing(balanceOf(lines.toReversed())),
    lines.toReversed(),
    bucketsIn(asOf, ZONE),
  );
  return ageOf(ageing);
}

function balanceOf(newestFirst: readonly Line[]): number {
  return newestFirst[0]?.endingBalance ?? 0;
}

function upTo(at: number, aged: Aged | undefined): number {
  return BUCKETS.slice(0, at + 1).reduce((sum, bucket) => sum + (aged?.[bucket] ?? 0), 0);
}

function sumOf(aged: Aged): number {
  return upTo(BUCKETS.length, aged);
}

function dayAfter(lines: readonly Line[], days: number): string {
  const last = Date.parse(lines.at(-1)?.recordedAt ?? '');
  return dayOf(new Date(last + days * DAY).toISOString());
}

function dayOf(instant: string): string {
  return new Date(Date.parse(instant) + ZONE_HOURS * HOUR).toISOString().slice(0, 10);
}
