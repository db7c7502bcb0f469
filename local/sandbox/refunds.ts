import type { GiveBack } from './control-schemas.ts';
import { newId, newReconciliationId } from './ids.ts';
import { conflict } from './problem.ts';
import type { MomentRecords, Refund } from './records.ts';

/** Gives a payment back, in part or whole. No event tells of it: the reports alone do. @throws Problem 404, 409 */
export function giveBack({ payments, refunds }: MomentRecords, asked: GiveBack): Refund {
  const payment = payments.get(asked.payment);
  const before = refunds
    .all()
    .filter(({ payment_id }) => payment_id === payment.id)
    .reduce((sum, { amount }) => sum + amount, 0);
  const left = payment.amount - before;
  const amount = asked.amount ?? left;
  if (left === 0 || amount > left) {
    throw conflict(409, `Of ${payment.id} there is ${left} left to be refunded`);
  }
  const refund: Refund = {
    id: newId('re'),
    payment_id: payment.id,
    amount,
    currency: payment.currency,
    reconciliation_reference: newReconciliationId(),
    created_at: new Date().toISOString(),
  };
  refunds.put(refund);
  return refund;
}
