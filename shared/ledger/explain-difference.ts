/** More sums than this are not looked for. */
const SUMS_MAX = 4096;

/**
 * Whether some of the amounts, perhaps none, add up to `difference`: each payment lowered what Moment has, or was
 * overwritten, or lowered nothing. Where there are too many sums to tell, whatever lies between the least and the most
 * counts as explained: what a push then overwrites is put right when its event comes.
 */
export function isExplained(difference: number, amounts: readonly number[]): boolean {
  let sums = new Set([0]);
  for (const amount of amounts) {
    sums = new Set([...sums, ...[...sums].map((sum) => sum + amount)]);
    if (sums.size > SUMS_MAX) return isBetween(difference, amounts);
  }
  return sums.has(difference);
}

/** The least that any of them explain. */
export function leastExplained(amounts: readonly number[]): number {
  return sumOf(amounts.map((amount) => Math.min(amount, 0)));
}

export function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function isBetween(difference: number, amounts: readonly number[]): boolean {
  const most = sumOf(amounts.map((amount) => Math.max(amount, 0)));
  return difference >= leastExplained(amounts) && difference <= most;
}
