import { addMinorUnits } from '#shared/models/money.ts';
import type { WaitingAmount, WaitingSum } from '#shared/models/summary.ts';

/** By kind and currency, in the order of their names; those without a currency last. */
export function sumWaiting(events: readonly WaitingAmount[]): readonly WaitingSum[] {
  const groups = Map.groupBy(events, ({ kind, currency }) => `${kind} ${currency ?? '~'}`);
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => sumOf(group) ?? []);
}

function sumOf(group: readonly WaitingAmount[]): WaitingSum | undefined {
  const [first] = group;
  if (!first) return undefined;
  const { kind, currency } = first;
  const amount = currency === undefined ? undefined : sumOfAmounts(group);
  const [oldest = first.receivedAt] = group.map(({ receivedAt }) => receivedAt).toSorted();
  return { kind, currency, count: group.length, amount, oldest };
}

/** Whatever Moment signs is told, and no amount of it may keep all others from being seen. */
function sumOfAmounts(group: readonly WaitingAmount[]): number | undefined {
  return group.reduce<number | undefined>(
    (sum, { amount = 0 }) => (sum === undefined ? undefined : addMinorUnits(sum, amount)),
    0,
  );
}
