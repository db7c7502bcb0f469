import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyLedger } from '#commands/verify/verify-ledger.ts';
import { type Booked, BookkeepersMonth, type Kept } from './bookkeepers-month.ts';
import { type ClockedMerchant, createClockedMerchant } from './clocked-merchant.ts';
import { type CsvRow, minorOf, readCsv } from './read-csv.ts';
import type { World } from './stores.ts';

const ZONE = 'Africa/Johannesburg';
const JULY = { from: '2026-07-01', to: '2026-08-01' };
/** The same in UTC, reckoned by hand. */
const BEGINS = '2026-06-30T22:00:00.000Z';
const ENDS = '2026-07-31T22:00:00.000Z';
const DIGITS: Readonly<Record<string, number>> = { ZAR: 2, JPY: 0 };

/** A month of finance on one implementation of the stores, read by the API and by a stranger's reader of CSV. */
export function monthTiesOut(world: World): void {
  describe(`a bookkeeper's month: ${world.name}`, () => {
    let close: () => Promise<void>;
    let merchant: ClockedMerchant;
    let month: BookkeepersMonth;

    beforeAll(async () => {
      const started = await world.start();
      close = started.close;
      const stores = await started.fresh();
      merchant = createClockedMerchant({ stores, startsAt: '2026-06-10T06:00:00Z', zone: ZONE });
      month = new BookkeepersMonth(merchant);
      await month.play();
    }, 120_000);

    afterAll(() => close());

    const csv = async (path: string, query: Record<string, string>) => {
      const { status, text } = await merchant.call('GET', path, { query, accept: 'text/csv' });
      if (status !== 200) throw new Error(`${status} ${text}`);
      return readCsv(text);
    };
    const statementOf = ({ kind, id }: Kept, query: Record<string, string>) =>
      csv(`/${kind}/${id}/statement`, query);
    const bookedOf = ({ id }: Kept) =>
      month.played.booked.filter(({ obligation }) => obligation === id);

    test('leaves each balance what was booked on it, and verify agrees', async () => {
      for (const kept of month.played.obligations) {
        const { text } = await merchant.call('GET', `/${kept.kind}/${kept.id}`);
        const booked = bookedOf(kept);
        expect(JSON.parse(text)).toMatchObject({ balance: sum(booked), sequence: booked.length });
      }
      const { reader } = merchant.deps;
      const verdict = await verifyLedger({ reader, clock: merchant.clock, indexLagMs: 0 });
      expect(verdict).toMatchObject({ breaches: [], breachCount: 0 });
    });

    test('has a statement of July for each, which ties out with the one before and the one behind', async () => {
      for (const kept of month.played.obligations) {
        const [before, july, behind] = await Promise.all([
          statementOf(kept, { to: JULY.from }),
          statementOf(kept, JULY),
          statementOf(kept, { from: JULY.to }),
        ]);
        const opening = openingOf(july);
        expect(opening).toBe(closingOf(before));
        expect(closingOf(july)).toBe(openingOf(behind));
        const entries = july.slice(1, -1);
        const booked = bookedOf(kept).filter(
          ({ recordedAt }) => recordedAt >= BEGINS && recordedAt < ENDS,
        );
        expect(entries.map(({ id }) => id)).toEqual(booked.map(({ id }) => id));
        expect(entries.map(({ amount_minor }) => Number(amount_minor))).toEqual(
          booked.map(({ amount }) => amount),
        );
        expect(closingOf(july) - opening).toBe(BigInt(sum(booked)));
        for (const row of july) {
          expect(row['currency']).toBe(kept.currency);
          const digits = DIGITS[kept.currency] ?? 0;
          expect(minorOf(row['ending_balance_major'] ?? '', digits)).toBe(endingOf(row));
          if (row['amount_major'] === '') continue;
          expect(minorOf(row['amount_major'] ?? '', digits)).toBe(
            BigInt(row['amount_minor'] ?? ''),
          );
        }
      }
    });

    test('is owed by age what the statements close with, one by one and all together', async () => {
      merchant.clock.advance(Date.parse('2026-08-03T00:00:00Z') - merchant.clock.now());
      const sums = new Map<string, bigint>();
      for (const kept of month.played.obligations) {
        const july = await statementOf(kept, JULY);
        const [own] = (
          await csv(`/${kept.kind}/${kept.id}/ageing`, { as_of: '2026-07-31' })
        ).filter(({ id }) => id === kept.id);
        const closing = closingOf(july);
        expect(own === undefined ? 0n : totalOf(own)).toBe(closing);
        if (kept.kind === 'bills' && own && closing > 0n) expect(bucketOf(own)).toBe(dueIn(kept));
        sums.set(kept.currency, (sums.get(kept.currency) ?? 0n) + closing);
      }
      expect(sums.size).toBe(2);
      // The snapshot is of the day before, which ended two hours ago.
      await merchant.report();
      const yesterday = await csv('/ageing', {});
      const now = await Promise.all(month.played.obligations.map((kept) => statementOf(kept, {})));
      for (const currency of sums.keys()) {
        const inSnapshot = yesterday.filter((row) => row['currency'] === currency).map(totalOf);
        const inStatements = now
          .filter(([row]) => row?.['currency'] === currency)
          .map((rows) => closingOf(rows));
        expect(add(inSnapshot)).toBe(add(inStatements));
      }
    });

    test('is summed up by day, currency and type as it was booked', async () => {
      const booked = month.played.booked.filter(
        ({ recordedAt }) => recordedAt >= BEGINS && recordedAt < ENDS,
      );
      for (const written of [false, true]) {
        if (written) await merchant.report();
        const rows = await csv('/summary', JULY);
        const ofBooked = Map.groupBy(booked, ({ recordedAt, currency, type }) =>
          [dayInJohannesburg(recordedAt), currency, type].join(' '),
        );
        const ofRows = rows.map(({ day, currency, type, count, amount_minor }) => [
          `${day} ${currency} ${type}`,
          { count: Number(count), amount: Number(amount_minor) },
        ]);
        const expected = [...ofBooked].map(([key, all]) => [
          key,
          { count: all.length, amount: sum(all) },
        ]);
        expect(Object.fromEntries(ofRows)).toEqual(Object.fromEntries(expected));
      }
    });

    test('leaves nothing that waits for a person', async () => {
      expect(await month.waiting()).toEqual([]);
    });

    test('is printed again the same, whatever was entered since', async () => {
      const [kept] = month.played.obligations;
      if (!kept) throw new Error('Nothing was kept');
      const print = async () =>
        (
          await merchant.call('GET', `/${kept.kind}/${kept.id}/statement`, {
            query: JULY,
            accept: 'text/csv',
          })
        ).text;
      const first = await print();
      merchant.clock.advance(60_000);
      await month.pay(kept, 100);
      expect(await print()).toBe(first);
    });

    test('has no cell that a spreadsheet takes for a formula', async () => {
      const cells = new Set<string>();
      for (const kept of month.played.obligations) {
        for (const row of await statementOf(kept, {})) {
          for (const [column, cell] of Object.entries(row)) {
            if (!/_(minor|major)$/.test(column)) cells.add(cell);
          }
        }
      }
      expect([...cells].filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      expect([...cells]).toEqual(expect.arrayContaining(["'-5", expect.stringContaining('=1+1')]));
    });
  });
}

function sum(booked: readonly Booked[]): number {
  return booked.reduce((all, { amount }) => all + amount, 0);
}

function add(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n);
}

const BUCKETS = ['current', 'days_1_to_30', 'days_31_to_60', 'days_61_to_90', 'over_90'] as const;

/** Of an aged row, what its buckets come to. */
function totalOf(row: CsvRow): bigint {
  const total = add(BUCKETS.map((bucket) => BigInt(row[`${bucket}_minor`] ?? '')));
  expect(BigInt(row['total_minor'] ?? '')).toBe(total);
  return total;
}

/** The one in which a bill is. */
function bucketOf(row: CsvRow): string {
  const full = BUCKETS.filter((bucket) => row[`${bucket}_minor`] !== '0');
  return full.join(' ');
}

/** Reckoned by hand, on the last of July. */
function dueIn({ dueDate = '' }: Kept): string {
  return {
    '2026-03-01': 'over_90',
    '2026-04-30': 'over_90',
    '2026-06-01': 'days_31_to_60',
    '2026-06-30': 'days_31_to_60',
    '2026-07-31': 'current',
    '2026-09-30': 'current',
  }[dueDate] as string;
}

/** Two hours ahead of UTC, all the year. */
function dayInJohannesburg(at: string): string {
  return new Date(Date.parse(at) + 2 * 3_600_000).toISOString().slice(0, 10);
}

function openingOf(rows: readonly CsvRow[]): bigint {
  const row = rows.at(0);
  if (row?.['type'] !== 'opening_balance') throw new Error('No opening balance comes first');
  return endingOf(row);
}

function closingOf(rows: readonly CsvRow[]): bigint {
  const row = rows.at(-1);
  if (row?.['type'] !== 'closing_balance') throw new Error('No closing balance comes last');
  return endingOf(row);
}

function endingOf(row: CsvRow | undefined): bigint {
  return BigInt(row?.['ending_balance_minor'] ?? '');
}
