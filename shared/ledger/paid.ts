import type { StatementLine } from '#shared/models/entry.ts';

/** What an entry adds to what was paid, minor units: a payment, and what puts its amount right. */
export function paidBy({
  type,
  amount,
  adjusts,
}: Pick<StatementLine, 'type' | 'amount' | 'adjusts'>): number {
  const isOfPayment = type === 'payment' || (type === 'adjustment' && adjusts !== undefined);
  // Never -0.
  return isOfPayment ? 0 - amount : 0;
}
