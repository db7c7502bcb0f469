import { Webhook } from 'standardwebhooks';
import { httpEvent } from '#test/support/http-event.ts';

export const paymentOf = (customer_id: string) => ({
  id: 'evt_2341234567890abcdef',
  type: 'obligation.amount_applied',
  data: {
    id: 'ob_N2a38DJQWPL8K4X42354234',
    amount: 1500,
    currency: 'ZAR',
    payment_id: 'pay_1313235234843nmafdsa',
    customer_id,
  },
});

/** What the HTTP API hands to the webhook of a delivery that Moment signed just now. */
export function signedDelivery(signingSecret: string, event: { readonly id: string }) {
  const body = JSON.stringify(event);
  const now = new Date();
  const signature = new Webhook(signingSecret).sign(event.id, now, body);
  return httpEvent({
    path: '/webhooks/moment',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signature,
    },
  });
}
