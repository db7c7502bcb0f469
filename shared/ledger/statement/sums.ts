import { ServiceError } from '#shared/errors.ts';
import type { EntryType, StatementLine } from '#shared/models/entry.ts';
import { addMinorUnits } from '#shared/models/money.ts';

/** By type of entry, minor units, signed; of those types alone that occur. */
export type Totals = { readonly [T in EntryType]?: number };

type Summed = Pick<StatementLine, 'type' | 'amount'>;

/** @throws ServiceError `balance.out_of_range` */
export function addExactly(left: number, right: number): number {
  const sum = addMinorUnits(left, right);
  if (sum !== undefined) return sum;
  throw new ServiceError(
    'balance.out_of_range',
    `${left} and ${right} make no exact number: ask for a shorter period`,
  );
}

/** @throws ServiceError `balance.out_of_range` */
export function addAll(start: number, lines: readonly Summed[]): number {
  return lines.reduce((sum, { amount }) => addExactly(sum, amount), start);
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
