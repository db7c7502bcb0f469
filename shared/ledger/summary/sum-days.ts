import { toMinorUnits } from '#shared/models/money.ts';
import type { DaySummary, Moved, RecordedEntry } from '#shared/models/summary.ts';

type Type = RecordedEntry['type'];
type Sum = { readonly count: number; readonly amount: bigint };
type DaySum = Pick<DaySummary, 'day' | 'currency'> & { readonly [T in Type]?: Sum };

/** By day and currency. */
export type DaySums = ReadonlyMap<string, DaySum>;

/**
 * Counts entries into the days on which they were recorded.
 *
 * @param dayOf the day of a moment, in the zone of the summary
 */
export function addRecorded(
  before: DaySums,
  entries: readonly RecordedEntry[],
  dayOf: (instant: string) => string,
): DaySums {
  const sums = new Map(before);
  for (const { type, amount, currency, recordedAt } of entries) {
    const day = dayOf(recordedAt);
    const key = `${day} ${currency}`;
    const sum = sums.get(key) ?? { day, currency };
    sums.set(key, { ...sum, [type]: addTo(sum[type], amount) });
  }
  return sums;
}

/** Of one type beside those of others. */
export function mergeTypes(left: DaySums, right: DaySums): DaySums {
  const both = [...right].map(([key, day]) => [key, { ...left.get(key), ...day }] as const);
  return new Map([...left, ...both]);
}

export function toDays(sums: DaySums): readonly DaySummary[] {
  return inOrder([...sums.values()].map(toSummary));
}

/** By day, and by currency within one. */
export function inOrder(days: readonly DaySummary[]): readonly DaySummary[] {
  return days.toSorted(
    (one, other) => one.day.localeCompare(other.day) || one.currency.localeCompare(other.currency),
  );
}

function addTo(sum: Sum | undefined, amount: number): Sum {
  return { count: (sum?.count ?? 0) + 1, amount: (sum?.amount ?? 0n) + BigInt(amount) };
}

function toSummary({ day, currency, ...sums }: DaySum): DaySummary {
  const moved: { [T in Type]?: Moved } = Object.fromEntries(
    // One slip keeps nothing else of the day from being seen.
    Object.entries(sums).map(([type, { count, amount }]) => [
      type,
      { count, amount: toMinorUnits(amount) },
    ]),
  );
  return { day, currency, ...moved };
}
