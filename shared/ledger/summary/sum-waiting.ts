import { toMinorUnits } from '#shared/models/money.ts';
import type { WaitingAmount, WaitingSum } from '#shared/models/summary.ts';

type Sum = Pick<WaitingSum, 'kind' | 'currency' | 'count'> & {
  readonly amount: bigint;
  /** Epoch milliseconds. */
  readonly oldest: number;
};

/** By kind and currency, in the order of their names; those without a currency first. */
export function sumWaiting(events: readonly WaitingAmount[]): readonly WaitingSum[] {
  const sums = new Map<string, Sum>();
  for (const { kind, currency, amount = 0, receivedAt } of events) {
    const key = `${kind} ${currency ?? ''}`;
    const sum = sums.get(key);
    sums.set(key, {
      ...{ kind, currency, count: (sum?.count ?? 0) + 1 },
      amount: (sum?.amount ?? 0n) + BigInt(amount),
      oldest: Math.min(sum?.oldest ?? Infinity, Date.parse(receivedAt)),
    });
  }
  return [...sums]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([, { amount, oldest, ...sum }]) => ({
      ...sum,
      // Whatever Moment signs is told: an amount that is no exact number keeps none of the others from being seen.
      amount: sum.currency === undefined ? undefined : toMinorUnits(amount),
      oldest: new Date(oldest).toISOString(),
    }));
}
