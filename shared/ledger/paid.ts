import type { StatementLine } from '#shared/models/entry.ts';
import { kindOf } from '#shared/models/obligation-id.ts';

type Paying = Pick<StatementLine, 'type' | 'amount' | 'adjusts'>;

/** What an entry adds to what was paid, minor units: a payment, what puts its amount right, and what went back. */
export function paidBy({ type, amount, adjusts }: Paying): number {
  const isOfPayment = type === 'payment' || type === 'refund' || adjusts !== undefined;
  // Never -0.
  return isOfPayment ? 0 - amount : 0;
}

/** The same on a bill; of others it is not counted. */
export function paidOn(line: Paying & Pick<StatementLine, 'obligationId'>): number {
  return kindOf(line.obligationId) === 'bill' ? paidBy(line) : 0;
}
