import { ServiceError } from '#shared/errors.ts';
import type { EntryType, StatementLine } from '#shared/models/entry.ts';
import { addMinorUnits, sumMinorUnits } from '#shared/models/money.ts';

/** By type of entry, minor units, signed; of those types alone that occur. */
export type Totals = { readonly [T in EntryType]?: number };

type Summed = Pick<StatementLine, 'type' | 'amount'>;

/** @throws ServiceError `balance.out_of_range` */
export function addExactly(left: number, right: number): number {
  const sum = addMinorUnits(left, right);
  if (sum !== undefined) return sum;
  throw new ServiceError('balance.out_of_range', `${left} and ${right} make no exact number`);
}

/** On the way it may leave the exact numbers. @throws ServiceError `balance.out_of_range` */
export function addAll(start: number, lines: readonly Summed[]): number {
  const sum = sumMinorUnits([start, ...lines.map(({ amount }) => amount)]);
  if (sum !== undefined) return sum;
  throw new ServiceError(
    'balance.out_of_range',
    `${start} and the amounts of ${lines.length} entries make no exact number`,
  );
}

/** Always in one order of types. @throws ServiceError `balance.out_of_range` */
export function addTotals(totals: Totals, lines: readonly Summed[]): Totals {
  const sums: { [T in EntryType]?: number } = { ...totals };
  for (const { type, amount } of lines) sums[type] = addExactly(sums[type] ?? 0, amount);
  return Object.fromEntries(Object.entries(sums).toSorted());
}

/** All types together. @throws ServiceError `balance.out_of_range` */
export function sumOf(totals: Totals): number {
  return Object.values(totals).reduce(addExactly, 0);
}
