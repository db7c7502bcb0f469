import type { StatementLine } from '#shared/models/entry.ts';

/**
 * Why an entry cannot be undone, in words; undefined if it can. An entry that undoes another is corrected by an
 * adjustment, or undoing it would let the other be undone twice; and a payment is one with what put its amount right.
 */
export function whyNotUndoable({
  type,
  adjusts,
}: Pick<StatementLine, 'type' | 'adjusts'>): string | undefined {
  if (type === 'reversal' || type === 'refund') {
    return `it is a ${type}, and undoes another entry; correct it by an adjustment`;
  }
  if (adjusts === undefined) return undefined;
  return `it puts the amount of a payment right; refund that: ${adjusts}`;
}

/**
 * How the balance moves where all of an entry is undone, minor units. Of a payment that is all that was applied of it,
 * as far as is known: its entry and its adjustment.
 */
export function undoing(amount: number, adjusted = 0): number {
  // Never -0.
  return 0 - (amount + adjusted);
}
