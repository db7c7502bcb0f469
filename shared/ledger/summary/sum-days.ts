import { addExactly } from '#shared/ledger/statement/sums.ts';
import type { DaySummary, Moved, RecordedEntry } from '#shared/models/summary.ts';

/** By day and currency. */
export type DaySums = ReadonlyMap<string, DaySummary>;

/**
 * Counts entries into the days on which they were recorded.
 *
 * @param dayOf the day of a moment, in the zone of the summary
 * @throws ServiceError `balance.out_of_range`
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
    sums.set(key, { ...sum, [type]: addMoved(sum[type], amount) });
  }
  return sums;
}

/** Of one type beside those of others. */
export function mergeTypes(left: DaySums, right: DaySums): DaySums {
  const both = [...right].map(([key, day]) => [key, { ...left.get(key), ...day }] as const);
  return new Map([...left, ...both]);
}

export function toDays(sums: DaySums): readonly DaySummary[] {
  return inOrder([...sums.values()]);
}

/** By day, and by currency within one. */
export function inOrder(days: readonly DaySummary[]): readonly DaySummary[] {
  return days.toSorted(
    (one, other) => one.day.localeCompare(other.day) || one.currency.localeCompare(other.currency),
  );
}

function addMoved(moved: Moved | undefined, amount: number): Moved {
  return { count: (moved?.count ?? 0) + 1, amount: addExactly(moved?.amount ?? 0, amount) };
}
