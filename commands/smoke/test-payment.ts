import { Webhook } from 'standardwebhooks';
import type { SigningKey } from '#shared/ports/moment.ts';
import type { Clock } from '#shared/ports/world.ts';

/** Minor units: the least there is. */
export const PAID = 1;

export type TestPayment = { readonly paymentId: string; readonly body: string };

/** Moment's event of a payment that nobody made; its description says who made it up. */
export function createTestPayment(
  {
    runId: id,
    actor,
    clock,
  }: { readonly runId: string; readonly actor: string; readonly clock: Clock },
  customer: { readonly id: string; readonly currency: string },
): TestPayment {
  const paymentId = `pay_smoke_${id}`;
  const data = {
    id: `ob_smoke_${id}`,
    amount: PAID,
    currency: customer.currency,
    payment_id: paymentId,
    customer_id: customer.id,
    created_at: new Date(clock.now()).toISOString(),
    description: `Smoke test by ${actor}`,
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
