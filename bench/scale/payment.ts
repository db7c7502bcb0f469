import { toQueueMessage } from '#shared/models/delivery.ts';
import { amountApplied, delivery } from '#test/support/factories.ts';

/** What an obligation owes before its first payment: so much that no number of payments of 1 makes it shorter. */
export const OWED = 9_000_000_000;

/** Moment's ids are of one length; so is what they cost. */
export function obligationId(name: string, number = 0): string {
  return `bcus_${name}${String(number).padStart(20 - name.length, '0')}`;
}

/** A payment of 1, with ids as long as Moment's. The same number is the same payment. */
export function paymentOn(obligationId: string, number: number) {
  const id = String(number).padStart(20, '0');
  return amountApplied({
    id: `evt_${id}`,
    data: { id: `ob_${id}`, payment_id: `pay_${id}`, customer_id: obligationId, amount: 1 },
  });
}

/** It as the webhook queues it. */
export function messageOf(number: number, obligationId: string) {
  const event = paymentOn(obligationId, number);
  return { id: event.id, body: toQueueMessage(delivery(event)) };
}
