import { majorUnits, type Row } from '#shared/api/csv/write-csv.ts';
import { type DaySummary, SUMMED_TYPES } from '#shared/models/summary.ts';

export const SUMMARY_COLUMNS = [
  'day',
  'currency',
  'type',
  'count',
  'amount_minor',
  'amount_major',
] as const;

/** A row for each type that happened. */
export function summaryRowsOf(
  summary: DaySummary,
): readonly Row<(typeof SUMMARY_COLUMNS)[number]>[] {
  const { day, currency } = summary;
  return SUMMED_TYPES.flatMap((type) => {
    const moved = summary[type];
    if (!moved) return [];
    const { count, amount } = moved;
    const amount_major = amount === undefined ? undefined : majorUnits(amount, currency);
    return [{ day, currency, type, count, amount_minor: amount, amount_major }];
  });
}
