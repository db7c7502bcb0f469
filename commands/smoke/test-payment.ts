import { Webhook } from 'standardwebhooks';
import type { SigningKey } from '#shared/ports/moment.ts';

/** Minor units: the least there is. */
export const PAID = 1;

export type TestPayment = { readonly paymentId: string; readonly body: string };

/** Moment's event of a payment that nobody made. */
export function createTestPayment(
  id: string,
  customer: { readonly id: string; readonly currency: string },
  now: number,
): TestPayment {
  const paymentId = `pay_smoke_${id}`;
  const data = {
    id: `ob_smoke_${id}`,
    amount: PAID,
    currency: customer.currency,
    payment_id: paymentId,
    customer_id: customer.id,
    created_at: new Date(now).toISOString(),
  };
  const event = { id: `evt_smoke_${id}`, type: 'obligation.amount_applied', data };
  return { paymentId, body: JSON.stringify(event) };
}

export function signDelivery(webhookId: string, body: string, key: SigningKey, now: number) {
  const webhook = new Webhook(key.bytes, { format: 'raw' });
  return {
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': webhook.sign(webhookId, new Date(now), body),
  };
}
