import { type Aged, type AgedObligation, BUCKETS, type Bucket } from '#shared/models/aged.ts';
import { sumMinorUnits } from '#shared/models/money.ts';
import { toAged } from './buckets.ts';

/** What is owed by age on obligations together, by currency. Credits count. */
export type AgedByCurrency = ReadonlyMap<string, Aged>;

/** @returns undefined where a sum is no exact number */
export function sumAged(
  before: AgedByCurrency,
  obligations: readonly Pick<AgedObligation, 'currency' | 'aged'>[],
): AgedByCurrency | undefined {
  const sums = new Map(before);
  for (const { currency, aged } of obligations) {
    const sum = addAged(sums.get(currency), aged);
    if (!sum || totalOf(sum) === undefined) return undefined;
    sums.set(currency, sum);
  }
  return sums;
}

/** All buckets together; undefined where that is no exact number. */
export function totalOf(aged: Aged): number | undefined {
  return sumMinorUnits(BUCKETS.map((bucket) => aged[bucket]));
}

function addAged(left: Aged | undefined, right: Aged): Aged | undefined {
  const sum = (bucket: Bucket) => (left?.[bucket] ?? 0) + right[bucket];
  if (!BUCKETS.every((bucket) => Number.isSafeInteger(sum(bucket)))) return undefined;
  return toAged(sum);
}
