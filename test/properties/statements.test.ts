import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Entry } from '#shared/models/entry.ts';
import { startOfDay } from '#shared/models/zone.ts';
import { balanceAsOf } from '#shared/use-cases/statements/balance-as-of.ts';
import { readStatement, type Statement } from '#shared/use-cases/statements/read-statement.ts';
import { MadeLedger, type Move } from '#test/support/made-ledger.ts';
import { TestClock } from '#test/support/world.ts';

const RUNS = 150;
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const OPENED = Date.parse('2026-03-27T10:00:00.000Z');
const NOW = OPENED + 12 * 24 * HOUR_MS;
// In the days around, clocks are changed in the second, the third and the fourth.
const ZONES = ['Africa/Johannesburg', 'Europe/London', 'America/Santiago', 'Australia/Lord_Howe'];

const iso = (at: number) => new Date(at).toISOString();

/** After what time it is recorded, and by how much it took effect earlier or, by a day at most, later. */
const step = fc.record({
  amount: fc.integer({ min: -1000, max: 1000 }).filter((amount) => amount !== 0),
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * HOUR_MS })),
  ahead: fc.oneof(fc.constant(0), fc.integer({ min: -80 * HOUR_MS, max: 26 * HOUR_MS })),
});

type Step = { readonly amount: number; readonly after: number; readonly ahead: number };

function movesOf(steps: readonly Step[]): readonly Move[] {
  let at = OPENED;
  return steps.map(({ amount, after, ahead }) => {
    at += after;
    return { amount, recordedAt: iso(at), effectiveAt: iso(at + ahead) };
  });
}

/** A ledger, and what is entered while somebody turns its pages. */
const ledger = fc.record({
  balance: fc.integer({ min: -500, max: 500 }),
  steps: fc.array(step, { maxLength: 25 }),
  later: fc.array(step, { maxLength: 6 }),
});

/** Beginnings of days, and of entries to the millisecond; in order. */
const moments = (count: number) =>
  fc
    .array(
      fc.record({
        zone: fc.constantFrom(...ZONES),
        day: fc.integer({ min: 25, max: 40 }),
        entry: fc.integer({ min: 0, max: 40 }),
        isDay: fc.boolean(),
      }),
      { minLength: count, maxLength: count },
    )
    .map(
      (each) => (entries: readonly Entry[]) =>
        each
          .map(({ zone, day, entry, isDay }) => {
            const chosen = entries[entry];
            if (!isDay && chosen) return entry % 2 === 0 ? chosen.recordedAt : chosen.effectiveAt;
            return startOfDay(iso(Date.UTC(2026, 2, day)).slice(0, 10), zone);
          })
          .toSorted(),
    );

const by = fc.constantFrom('recorded' as const, 'effective' as const);

function make({ balance, steps }: { readonly balance: number; readonly steps: readonly Step[] }) {
  const made = new MadeLedger({ openedAt: iso(OPENED), balance });
  for (const move of movesOf(steps)) made.move(move);
  return made;
}

type Asked = { from?: string; to?: string; by: 'recorded' | 'effective'; limit: number };

async function pagesOf(
  made: MadeLedger,
  { from, to, limit, ...asked }: Asked,
  between: () => void = () => undefined,
): Promise<readonly Statement[]> {
  const pages: Statement[] = [];
  let place: Statement['next'];
  do {
    const page = await readStatement(
      made.head,
      {
        ...{ from, to, limit, zone: 'UTC', place, bytesMax: 1e6, bytesOf: () => 1 },
        ...asked,
      },
      { rows: made.rows, clock: new TestClock(NOW) },
    );
    pages.push(page);
    place = page.next;
    between();
  } while (place);
  return pages;
}

const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);
const amountsOf = (entries: readonly { readonly amount: number }[]) =>
  sum(entries.map(({ amount }) => amount));
const last = <T>(all: readonly T[]) => all.at(-1) as T;

/** In the order of one clock or the other: what happened then, and not what any page says. */
function ordered(entries: readonly Entry[], clock: 'recorded' | 'effective') {
  const at = (entry: Entry) => (clock === 'recorded' ? entry.recordedAt : entry.effectiveAt);
  return entries
    .map((entry) => ({ entry, at: Date.parse(at(entry)) }))
    .toSorted((one, other) => one.at - other.at || one.entry.sequence - other.entry.sequence);
}

function expected(entries: readonly Entry[], { from, to, by: clock }: Asked) {
  const all = ordered(entries, clock);
  const start = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const end = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  const before = all.filter(({ at }) => at < start).map(({ entry }) => entry);
  const within = all.filter(({ at }) => at >= start && at < end).map(({ entry }) => entry);
  return { opening: amountsOf(before), within };
}

describe('whatever a ledger has, by either clock', () => {
  test('the pages of a period have each of its entries once, and each adds up, whatever is entered between them', async () => {
    await fc.assert(
      fc.asyncProperty(ledger, moments(2), by, fc.integer({ min: 1, max: 9 }), async (...drawn) => {
        const [world, period, clock, limit] = drawn;
        const made = make(world);
        const [from = '', to = ''] = period(made.entries);
        const asked = { from, to, by: clock, limit };
        const { opening, within } = expected(made.entries, asked);
        const later = [...world.later];
        const pages = await pagesOf(made, asked, () => {
          const more = later.shift();
          if (!more) return;
          const at = Date.parse(made.head.recordedAt ?? '') + more.after;
          made.move({ ...more, recordedAt: iso(at), effectiveAt: iso(at + more.ahead) });
        });
        const lines = pages.flatMap((page) => page.lines);
        expect(lines.map(({ key }) => key)).toEqual(within.map(({ key }) => key));
        let balance = opening;
        for (const page of pages) {
          expect(page).toMatchObject({ opening, closing: opening + amountsOf(within) });
          expect(page.page.opening).toBe(balance);
          balance += sum(Object.values(page.page.totals));
          expect(page.page.closing).toBe(balance);
          expect(page.lines.at(-1)?.endingBalance ?? balance).toBe(balance);
          expect(page.id).toBe(pages[0]?.id);
        }
        expect(balance).toBe(last(pages).closing);
        expect(sum(Object.values(last(pages).totals))).toBe(amountsOf(within));
      }),
      { numRuns: RUNS },
    );
  });

  test('two adjacent periods join, and are together the period of both', async () => {
    await fc.assert(
      fc.asyncProperty(ledger, moments(3), by, async (world, three, clock) => {
        const made = make(world);
        const [start = '', middle = '', end = ''] = three(made.entries);
        const whole = { by: clock, limit: 100 };
        const read = async (from: string, to: string) =>
          last(await pagesOf(made, { from, to, ...whole }));
        const [one, other, both] = [
          await read(start, middle),
          await read(middle, end),
          await read(start, end),
        ];
        expect(one.closing).toBe(other.opening);
        expect([both.opening, both.closing]).toEqual([one.opening, other.closing]);
        expect([...one.lines, ...other.lines]).toEqual(both.lines);
      }),
      { numRuns: RUNS },
    );
  });

  test('a statement without ends has everything, and ends with the balance of today', async () => {
    await fc.assert(
      fc.asyncProperty(ledger, by, async (world, clock) => {
        const made = make({ ...world, steps: world.steps.map((each) => ({ ...each, ahead: 0 })) });
        const [page] = await pagesOf(made, { by: clock, limit: 100 });
        expect(page?.lines).toHaveLength(made.entries.length);
        expect(page).toMatchObject({ opening: 0, closing: made.head.balance });
      }),
      { numRuns: RUNS },
    );
  });

  test('the balance of a moment is that of all that had taken effect, among what was known', async () => {
    const instant = fc.option(moments(1), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(ledger, instant, instant, async (world, effective, recorded) => {
        const made = make(world);
        const [asOf] = effective?.(made.entries) ?? [];
        const [knownAt] = recorded?.(made.entries) ?? [];
        const deps = { rows: made.rows, clock: new TestClock(NOW) };
        const known = made.entries.filter(
          (entry) => knownAt === undefined || Date.parse(entry.recordedAt) < Date.parse(knownAt),
        );
        const counted = known.filter(
          (entry) => asOf === undefined || Date.parse(entry.effectiveAt) < Date.parse(asOf),
        );
        expect(await balanceAsOf(made.head, { asOf, knownAt }, deps)).toEqual({
          currency: 'ZAR',
          balance: amountsOf(counted),
          sequence: known.length,
        });
      }),
      { numRuns: RUNS },
    );
  });
});
