import { Webhook } from 'standardwebhooks';
import { httpEvent } from '#test/support/http-event.ts';
import { SIGNING_SECRET } from './function-world.ts';
import { batchOf, obligationId, payment, type Side } from './payments.ts';

const signer = new Webhook(SIGNING_SECRET);
const CUSTOMER = obligationId(0);

/** A delivery as the HTTP API hands it over, signed now. */
export function deliveryEvent(number: number, obligation = obligationId(number)) {
  const body = JSON.stringify(payment(number, obligation));
  const now = new Date();
  const id = `msg_${number}`;
  return httpEvent({
    path: '/webhooks/moment',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signer.sign(id, now, body),
    },
  });
}

/** What each function may get as its first event, a new one for each number. The customer is that of number 0. */
export const FIRST_EVENTS: Readonly<Record<string, (number: number, side: Side) => unknown>> = {
  ReconciliationWebhook: (number) => deliveryEvent(number),
  ReconciliationReconcile: (number, side) => batchOf([payment(number, CUSTOMER)], side),
  CustomersCreateCustomer: (number) =>
    httpEvent({
      path: '/customers',
      body: JSON.stringify({
        external_reference: `FIRST-${number}`,
        currency: 'ZAR',
        balance: 2000,
      }),
    }),
  CustomersGetCustomer: () => httpEvent({ method: 'GET', path: '/customers/{id}', id: CUSTOMER }),
  CustomersPresentBalance: () =>
    httpEvent({ path: '/customers/{id}/payment-requests', id: CUSTOMER, body: '{"amount":1}' }),
  CustomersListEntries: () =>
    httpEvent({ method: 'GET', path: '/customers/{id}/entries', id: CUSTOMER }),
  SweepFunction: () => ({}),
};
