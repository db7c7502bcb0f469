import { addMinorUnits } from '#shared/models/money.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';

/**
 * What is owed on obligations together, by currency, minor units. Credits count, so that it is what a bookkeeper
 * would claim: who has paid one bill twice owes so much less in all.
 *
 * @returns undefined where a sum is no exact number
 */
export function sumOwed(
  obligations: readonly Obligation[],
): ReadonlyMap<string, number> | undefined {
  const sums = new Map<string, number>();
  for (const { currency, balance } of obligations.filter(isTracked)) {
    const sum = addMinorUnits(sums.get(currency) ?? 0, balance);
    if (sum === undefined) return undefined;
    sums.set(currency, sum);
  }
  return sums;
}
