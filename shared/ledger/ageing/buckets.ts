import type { Bucket } from '#shared/models/aged.ts';
import { addDays, daysBetween, startOfDay } from '#shared/models/zone.ts';

/** Up to how many days each holds; what is older still is in the last. */
const DAYS_MAX: readonly (readonly [Bucket, number])[] = [
  ['current', 0],
  ['1-30', 30],
  ['31-60', 60],
  ['61-90', 90],
];

/**
 * Where on the day `asOf` that is which was due on another.
 *
 * @param asOf YYYY-MM-DD, as is `due`
 */
export function bucketOn(asOf: string, due: string): Bucket {
  const days = daysBetween(due, asOf);
  return DAYS_MAX.find(([, max]) => days <= max)?.[0] ?? 'over_90';
}

/** Where on the day `asOf` of a zone that is which became owed at a moment, ISO 8601. It is asked for each entry. */
export function bucketsIn(asOf: string, zone: string): (moment: string) => Bucket {
  const beginnings = DAYS_MAX.map(([bucket, max]) => {
    return [bucket, Date.parse(startOfDay(addDays(asOf, -max), zone))] as const;
  });
  return (moment) => {
    const at = Date.parse(moment);
    return beginnings.find(([, beginning]) => at >= beginning)?.[0] ?? 'over_90';
  };
}

/** @param amountOf what is in a bucket; asked for the youngest first */
export function toAged<T extends number | bigint>(
  amountOf: (bucket: Bucket) => T,
): Record<Bucket, T> {
  return {
    current: amountOf('current'),
    '1-30': amountOf('1-30'),
    '31-60': amountOf('31-60'),
    '61-90': amountOf('61-90'),
    over_90: amountOf('over_90'),
  };
}
