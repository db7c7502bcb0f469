import type { StatementLine } from '#shared/models/entry.ts';
import { addAll, addExactly } from './sums.ts';

/** An entry counts from a day after it was recorded at the latest (`timesOf` in enter.ts). */
const AHEAD_MS_MAX = 86_400_000;

/** What was recorded before this took effect before the moment, whatever it is. Times are ISO 8601 in UTC. */
export function surelyBefore(moment: string | undefined): string | undefined {
  if (moment === undefined) return undefined;
  return new Date(Date.parse(moment) - AHEAD_MS_MAX).toISOString();
}

export function tookEffectBefore(
  { effectiveAt }: Pick<StatementLine, 'effectiveAt'>,
  moment: string,
): boolean {
  return Date.parse(effectiveAt) < Date.parse(moment);
}

type Period = { readonly from: string | undefined; readonly to: string };

/** A period by effective time: the balance before it, and its entries, each with the balance after it in that order. */
export type Effective = {
  readonly opening: number;
  readonly closing: number;
  readonly lines: readonly StatementLine[];
};

/**
 * @param start balance before the first of `recorded`
 * @param recorded in the order of their numbers: all that may have taken effect in the period
 * @throws ServiceError `balance.out_of_range`
 */
export function orderByEffect(
  start: number,
  recorded: readonly StatementLine[],
  { from, to }: Period,
): Effective {
  // Stryker disable next-line ConditionalExpression: nothing is before undefined, which the type does not let one ask
  const isEarlier = (line: StatementLine) => from !== undefined && tookEffectBefore(line, from);
  const opening = addAll(start, recorded.filter(isEarlier));
  const within = recorded
    .filter((line) => !isEarlier(line) && tookEffectBefore(line, to))
    // The sort is stable: of one moment, by their numbers.
    .toSorted((one, other) => Date.parse(one.effectiveAt) - Date.parse(other.effectiveAt));
  let closing = opening;
  const lines = within.map((line) => {
    closing = addExactly(closing, line.amount);
    return { ...line, endingBalance: closing };
  });
  return { opening, closing, lines };
}
