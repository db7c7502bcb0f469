import { type Aged, BUCKETS, type Bucket } from '#shared/models/aged.ts';
import { sumMinorUnits, toMinorUnits } from '#shared/models/money.ts';
import { toAged } from './buckets.ts';

/** By age, as far as it was added up: it may leave the exact numbers, and come back. */
export type AgedSum = Readonly<Record<Bucket, bigint>>;
type Addend = { readonly currency: string; readonly aged: Aged | AgedSum };

/** What is owed by age on obligations together, by currency. Credits count. */
export type AgedSums = ReadonlyMap<string, AgedSum>;

export function sumAged(addends: readonly Addend[]): AgedSums {
  const sums = new Map<string, AgedSum>();
  for (const { currency, aged } of addends) {
    const sum = sums.get(currency);
    sums.set(
      currency,
      toAged((bucket) => (sum?.[bucket] ?? 0n) + BigInt(aged[bucket])),
    );
  }
  return sums;
}

/** Undefined where a bucket, or all of them together, is no exact number. */
export function toExact(sum: AgedSum): Aged | undefined {
  if (BUCKETS.some((bucket) => toMinorUnits(sum[bucket]) === undefined)) return undefined;
  const aged = toAged((bucket) => Number(sum[bucket]));
  return totalOf(aged) === undefined ? undefined : aged;
}

/** All buckets together; undefined where that is no exact number. */
export function totalOf(aged: Aged): number | undefined {
  return sumMinorUnits(BUCKETS.map((bucket) => aged[bucket]));
}
