import type { StatementLine } from '#shared/models/entry.ts';
import { addAll } from './sums.ts';

/** Numbers of entries, from the first to the last of them; no entry is left out. */
export type Range = { readonly first: number; readonly last: number };

/** The smallest range that has all that is missing; undefined if nothing is. @param found by their numbers */
export function missingIn(
  found: ReadonlyMap<number, unknown>,
  { first, last }: Range,
): Range | undefined {
  const missing: number[] = [];
  for (let sequence = first; sequence <= last; sequence += 1) {
    if (!found.has(sequence)) missing.push(sequence);
  }
  const [one] = missing;
  return one === undefined ? undefined : { first: one, last: missing.at(-1) ?? one };
}

/** Whether the entries lead from one balance to the other. @param lines in the order of their numbers */
export function addsUp(
  before: number,
  lines: readonly Pick<StatementLine, 'type' | 'amount'>[],
  after: number,
): boolean {
  return addAll(before, lines) === after;
}
