import { describe, expect, test } from 'vitest';
import type { StatementLine } from '#shared/models/entry.ts';
import type { LedgerRows } from '#shared/ports/statements.ts';
import { balanceAsOf } from '#shared/use-cases/statements/balance-as-of.ts';
import {
  readStatement,
  type StatementPlace,
  type StatementQuestion,
} from '#shared/use-cases/statements/read-statement.ts';
import { CountedRows } from '#test/support/counted-rows.ts';
import { obligation } from '#test/support/factories.ts';
import { MadeLedger } from '#test/support/made-ledger.ts';
import { NOON, TestClock } from '#test/support/world.ts';

const MINUTE_MS = 60_000;
const at = (minutes: number) => new Date(NOON + minutes * MINUTE_MS).toISOString();

const QUESTION: StatementQuestion = {
  ...{ from: undefined, to: undefined, zone: 'UTC', by: 'recorded', place: undefined },
  ...{ limit: 100, bytesMax: 1_000_000, bytesOf: () => 1 },
};

/** Opened at noon with 100, and then an entry each minute. */
function ledgerOf(...amounts: readonly number[]): MadeLedger {
  const made = new MadeLedger({ openedAt: at(0), balance: 100 });
  for (const [index, amount] of amounts.entries()) made.move({ amount, recordedAt: at(index + 1) });
  return made;
}

function read(
  { head, rows }: Pick<MadeLedger, 'head'> & { readonly rows: LedgerRows },
  asked: Partial<StatementQuestion> = {},
  clock = new TestClock(NOON + 60 * MINUTE_MS),
) {
  return readStatement(head, { ...QUESTION, ...asked }, { rows, clock });
}

/** Shows nothing of some entries until it was read so often. */
function lagging(rows: LedgerRows, sequences: readonly number[], reads: number): LedgerRows {
  let count = 0;
  return {
    readRows: async (id, range) => {
      count += 1;
      const lines = await rows.readRows(id, range);
      return count > reads ? lines : lines.filter(({ sequence }) => !sequences.includes(sequence));
    },
    readSaid: (lines) => rows.readSaid(lines),
  };
}

/** Shows an entry that is none. */
function forging(rows: LedgerRows, sequence: number, forged: Partial<StatementLine>): LedgerRows {
  return {
    readRows: async (id, range) =>
      (await rows.readRows(id, range)).map((line) =>
        line.sequence === sequence ? { ...line, ...forged } : line,
      ),
    readSaid: (lines) => rows.readSaid(lines),
  };
}

test('a statement has what was recorded from its beginning on, up to and without its end', async () => {
  const made = ledgerOf(10, 20, -5, 40);
  const statement = await read(made, { from: at(1), to: at(4), zone: 'Africa/Johannesburg' });
  expect(statement).toMatchObject({
    obligationId: made.head.id,
    ...{ currency: 'ZAR', from: at(1), to: at(4), zone: 'Africa/Johannesburg', by: 'recorded' },
    ...{ opening: 100, closing: 125, totals: { charge: 30, adjustment: -5 } },
    page: { opening: 100, closing: 125, totals: { charge: 30, adjustment: -5 } },
    next: undefined,
  });
  expect(statement.lines.map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
  expect(statement.lines[0]).toMatchObject({ reason: 'new_charge' });
  expect(statement.id).toMatch(/^stmt_[\w-]{43}$/);
  expect((await read(made, { from: at(1), to: at(4) })).id).not.toBe(statement.id);
});

test('a period in which nothing was entered has the balance of before, and one before all has none', async () => {
  const made = ledgerOf(10);
  expect(await read(made, { from: at(7), to: at(9) })).toMatchObject({
    ...{ opening: 110, closing: 110, totals: {}, lines: [], next: undefined },
    page: { opening: 110, closing: 110, totals: {} },
  });
  expect(await read(made, { from: at(-9), to: at(0) })).toMatchObject({ opening: 0, closing: 0 });
  expect(await read(made, { from: at(1), to: at(1) })).toMatchObject({ opening: 100, lines: [] });
});

test('a statement without an end has all there is, also what a clock ahead of ours recorded', async () => {
  const made = ledgerOf(10, 20);
  const early = new TestClock(NOON + MINUTE_MS);
  expect(await read(made, {}, early)).toMatchObject({
    closing: 130,
    to: new Date(NOON + 2 * MINUTE_MS + 1).toISOString(),
  });
  expect(await read(made, {})).toMatchObject({ closing: 130, to: at(60) });
  expect(await read(made, { from: at(90) })).toMatchObject({ from: at(90), to: at(90), lines: [] });
  const future = { from: at(90), by: 'effective' } as const;
  expect(await read(made, future)).toMatchObject({ to: at(90), opening: 130, closing: 130 });
});

test('a statement is final once nothing can be recorded in it any more, by effective time never', async () => {
  const made = ledgerOf(10);
  const final = async (to: string | undefined, by: 'recorded' | 'effective' = 'recorded') =>
    (await read(made, { to, by })).isFinal;
  expect(await final(at(44))).toBe(true);
  expect(await final(at(45))).toBe(false);
  expect(await final(undefined)).toBe(false);
  expect(await final(at(44), 'effective')).toBe(false);
});

test('by effective time entries stand when they took effect, with the balance of that order', async () => {
  const made = ledgerOf(10);
  made.move({ amount: 7, recordedAt: at(5), effectiveAt: at(-600) });
  made.move({ amount: 1, recordedAt: at(6), effectiveAt: at(1) });
  const { lines, ...statement } = await read(made, { from: at(0), to: at(5), by: 'effective' });
  expect(statement).toMatchObject({ by: 'effective', opening: 7, closing: 118 });
  expect(lines.map(({ sequence, endingBalance }) => [sequence, endingBalance])).toEqual([
    [1, 107],
    [2, 117],
    [4, 118],
  ]);
});

describe('a page', () => {
  test('goes on behind the one before, with totals from the beginning of the period on', async () => {
    const made = ledgerOf(10, 20, -5);
    const first = await read(made, { limit: 2 });
    expect(first).toMatchObject({
      ...{ opening: 0, closing: 125, totals: { opening: 100, charge: 10 } },
      page: { opening: 0, closing: 110, totals: { opening: 100, charge: 10 } },
      next: { after: 2, opening: 0, closing: 4, to: at(60) },
    });
    made.move({ amount: 1000, recordedAt: at(9) });
    const clock = new TestClock(NOON + 90 * MINUTE_MS);
    const second = await read(made, { limit: 2, place: first.next }, clock);
    expect(second).toMatchObject({
      ...{ id: first.id, to: at(60), opening: 0, closing: 125, next: undefined },
      totals: { opening: 100, charge: 30, adjustment: -5 },
      page: { opening: 110, closing: 125, totals: { charge: 20, adjustment: -5 } },
    });
  });

  test('has one order of types, whichever came first', async () => {
    const { totals } = await read(ledgerOf(-5, 10));
    expect(Object.keys(totals)).toEqual(['adjustment', 'charge', 'opening']);
  });

  test('ends early where its lines are long, and has one line at least', async () => {
    const made = ledgerOf(10, 20, 30);
    const bytes = { bytesOf: () => 100, bytesMax: 200 };
    const first = await read(made, bytes);
    expect(first.lines.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(first).toMatchObject({ page: { closing: 110 }, next: { after: 2 } });
    const rest = await read(made, { ...bytes, place: first.next });
    expect(rest.lines.map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(rest.next).toBeUndefined();
    const one = await read(made, { ...bytes, bytesMax: 1 });
    expect(one.lines.map(({ sequence }) => sequence)).toEqual([1]);
  });

  test('goes on from no place where no page of the statement ended', async () => {
    const made = ledgerOf(10, 20, -5);
    const asked = { from: at(1), to: at(4) };
    const place = { after: 2, opening: 1, closing: 4, to: at(4), totals: { charge: 10 } };
    expect((await read(made, { ...asked, place })).lines).toHaveLength(2);
    const strange: readonly Partial<StatementPlace>[] = [
      { totals: { charge: 11 } },
      { totals: {} },
      { after: 1 },
      { after: 1, totals: {} },
      { after: 4, totals: { charge: 25 } },
      { after: 5 },
      { closing: 5 },
      { closing: 1 },
      { opening: 0, totals: { opening: 100, charge: 10 } },
      { opening: 2, after: 3, totals: { charge: 20 } },
    ];
    for (const by of ['recorded', 'effective'] as const) {
      for (const wrong of strange.slice(0, by === 'recorded' ? undefined : 2)) {
        await expect(read(made, { ...asked, by, place: { ...place, ...wrong } })).rejects.toThrow(
          'No page of this statement ended there',
        );
      }
    }
    for (const by of ['recorded', 'effective'] as const) {
      const fromNowhere = { by, place: { ...place, opening: 1 } };
      await expect(read(made, fromNowhere)).rejects.toThrow(
        'No page of this statement ended there',
      );
    }
  });

  test('by effective time goes on in that order, though the newest entry was in it', async () => {
    const made = ledgerOf(10, 20);
    made.move({ amount: 3, recordedAt: at(50), effectiveAt: at(0) });
    const asked = { from: at(0), to: at(9), by: 'effective', limit: 2 } as const;
    const first = await read(made, asked);
    expect(first.lines.map(({ sequence }) => sequence)).toEqual([1, 4]);
    expect(first).toMatchObject({
      ...{ opening: 0, closing: 133, page: { opening: 0, closing: 103 } },
      next: { after: 4, closing: 4 },
    });
    made.move({ amount: 500, recordedAt: at(51), effectiveAt: at(1) });
    const second = await read(made, { ...asked, place: first.next });
    expect(second.lines.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(second).toMatchObject({ closing: 133, page: { opening: 103, closing: 133 } });
    expect(second.next).toBeUndefined();
    const behind = first.next && { ...first.next, after: 3, totals: second.totals };
    await expect(read(made, { ...asked, place: behind })).rejects.toThrow('No page');
  });
});

describe('where the index lags', () => {
  const SHOWN_LATE = { from: at(1), to: at(4) };

  test('a hole is read again, and the statement is whole', async () => {
    const made = ledgerOf(10, 20, -5, 40);
    const rows = lagging(made.rows, [2, 3, 4, 5], 4);
    const clock = new TestClock(NOON);
    const statement = await read({ head: made.head, rows }, SHOWN_LATE, clock);
    expect(statement).toMatchObject({ opening: 100, closing: 125 });
    expect(statement.lines.map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
    expect(clock.now()).toBeGreaterThan(NOON);
  });

  test('a hole among others is put where it belongs', async () => {
    const made = ledgerOf(10, 20, -5, 40);
    const rows = lagging(made.rows, [3], 1);
    const { lines } = await read({ head: made.head, rows }, {}, new TestClock(NOON));
    expect(lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  test('what stays a hole is refused after two seconds in all, and never left out', async () => {
    const made = ledgerOf(10, 20, -5, 40);
    const clock = new TestClock(NOON);
    const never = lagging(made.rows, [3], 1_000);
    await expect(read({ head: made.head, rows: never }, SHOWN_LATE, clock)).rejects.toMatchObject({
      code: 'ledger.busy',
      message: 'The statement does not show entry 3 yet',
    });
    expect(clock.now() - NOON).toBe(2_000);
  });
});

test('a ledger that does not add up has no statement', async () => {
  const made = ledgerOf(10, 20);
  for (const [sequence, forged] of [
    [2, { amount: 11 }],
    [3, { amount: 21 }],
  ] as const) {
    const rows = forging(made.rows, sequence, forged);
    for (const by of ['recorded', 'effective'] as const) {
      await expect(read({ head: made.head, rows }, { by })).rejects.toMatchObject({
        message: 'Entries 1 to 3 do not add up: npm run verify says where',
      });
    }
  }
});

test('what was created without a balance has none of a moment either', async () => {
  const head = obligation({ balance: undefined, sequence: 0 });
  const { rows } = ledgerOf();
  const refused = { code: 'balance.not_tracked', message: expect.stringContaining(head.id) };
  await expect(read({ head, rows })).rejects.toMatchObject(refused);
  const deps = { rows, clock: new TestClock() };
  await expect(balanceAsOf(head, { asOf: undefined, knownAt: undefined }, deps))
    .rejects //
    .toMatchObject(refused);
});

describe('of a hundred thousand entries', () => {
  const COUNT = 100_000;
  const LOG = Math.ceil(Math.log2(COUNT));
  const moment = (part: number) => CountedRows.recordedAt(Math.round(COUNT * part));
  const clock = () => new TestClock(Date.parse(CountedRows.recordedAt(COUNT)) + 1);

  test('the first page of any period is read in so many reads as the number has binary digits, twice', async () => {
    for (const [from, to] of [
      [0, 1],
      [0.1, 0.2],
      [0.49, 0.51],
      [0.999, 1],
      [0.3, 2],
    ] as const) {
      const rows = new CountedRows(COUNT);
      const question = { from: moment(from), to: moment(to) };
      const { lines } = await read({ head: rows.head, rows }, question, clock());
      expect(lines).toHaveLength(100);
      expect(rows.reads.length).toBeLessThanOrEqual(2 * LOG + 1);
    }
  });

  test('one without ends is read in one, and its later pages in three', async () => {
    const rows = new CountedRows(COUNT);
    const { next } = await read({ head: rows.head, rows }, {}, clock());
    expect(rows.reads).toEqual([100]);
    rows.reads = [];
    await read({ head: rows.head, rows }, { place: next }, clock());
    // The first entry, the page, and the entry before it.
    expect(rows.reads).toEqual([1, 100, 1]);
  });

  test('a later page is read in four', async () => {
    const rows = new CountedRows(COUNT);
    const question = { from: moment(0.3), to: moment(0.7) };
    const { next } = await read({ head: rows.head, rows }, question, clock());
    rows.reads = [];
    const more = { ...question, place: next };
    expect((await read({ head: rows.head, rows }, more, clock())).lines).toHaveLength(100);
    expect(rows.reads).toHaveLength(4);
  });

  test('the balance that was known at a moment is found by halving', async () => {
    const rows = new CountedRows(COUNT);
    const asked = { asOf: undefined, knownAt: CountedRows.recordedAt(70_001) };
    const found = await balanceAsOf(rows.head, asked, { rows, clock: clock() });
    expect(found).toEqual({ currency: 'ZAR', balance: 70_000, sequence: 70_000 });
    expect(rows.reads.length).toBeLessThanOrEqual(LOG);
  });

  test('by effective time at most twenty thousand are read', async () => {
    const count = 30_000;
    const rows = new CountedRows(count);
    const deps = { rows, clock: clock() };
    // What took effect by then was recorded a day before it at the earliest, of which each has 1440 entries.
    const asOf = (first: number) => ({
      asOf: CountedRows.recordedAt(first + 1440),
      knownAt: undefined,
    });
    const first = count - 20_000 + 1;
    expect(await balanceAsOf(rows.head, asOf(first), deps)).toMatchObject({
      ...{ balance: first + 1440 - 1, sequence: count },
    });
    await expect(balanceAsOf(rows.head, asOf(first - 1), deps)).rejects.toMatchObject({
      code: 'entries.too_many',
      message: expect.stringContaining('20001 entries'),
      members: { entries: 20_001, entries_max: 20_000 },
    });
  });
});
