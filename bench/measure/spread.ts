/** The middle of some values, and the quartiles: half of them lie between `low` and `high`. */
export type Spread = { readonly median: number; readonly low: number; readonly high: number };

export function spreadOf(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
  };
}

/** Pairs what was measured in the same round, so that what slowed both down cancels out. */
export function ratios(over: readonly number[], under: readonly number[]): Spread {
  if (over.length !== under.length) throw new Error('Both must have been measured in each round');
  return spreadOf(over.map((value, round) => value / (under[round] ?? Number.NaN)));
}

/** Between the two nearest values. @param share from 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('Nothing was measured');
  return below + (above - below) * (place - Math.floor(place));
}
