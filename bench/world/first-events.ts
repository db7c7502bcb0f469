import { Webhook } from 'standardwebhooks';
import { httpEvent } from '#test/support/http-event.ts';
import { SIGNING_SECRET } from '#test/support/signing.ts';
import { batchOf, obligationId, type PaymentEvent, payment, type Side } from './payments.ts';

const signer = new Webhook(SIGNING_SECRET);
const stranger = new Webhook('whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=');
const CUSTOMER = obligationId(0);

/** A delivery as the HTTP API hands it over, signed now. */
export function deliveryEvent(number: number, obligation = obligationId(number)) {
  return deliveryOf(signer, `msg_${number}`, payment(number, obligation));
}

/** The same of somebody who has no key of ours, with an id as long as Moment's. */
export function strangersDelivery(number: number) {
  const id = `msg_${String(number).padStart(27, '0')}`;
  return deliveryOf(stranger, id, payment(number, obligationId(number)));
}

function deliveryOf(key: Webhook, id: string, event: PaymentEvent) {
  const body = JSON.stringify(event);
  const now = new Date();
  return httpEvent({
    path: '/webhooks/moment',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': key.sign(id, now, body),
    },
  });
}

/** Whose first event can only be refused: in a new ledger nothing waits for a decision. */
export const REFUSED_AT_FIRST: ReadonlySet<string> = new Set(['CustomersResolveException']);

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
  CustomersListPaymentRequests: () =>
    httpEvent({ method: 'GET', path: '/customers/{id}/payment-requests', id: CUSTOMER }),
  CustomersListExceptions: () => httpEvent({ method: 'GET', path: '/exceptions' }),
  CustomersReadStatement: () =>
    httpEvent({ method: 'GET', path: '/customers/{id}/statement', id: CUSTOMER }),
  CustomersListEntries: () =>
    httpEvent({ method: 'GET', path: '/customers/{id}/entries', id: CUSTOMER }),
  CustomersChangeBalance: (number) =>
    httpEvent({
      path: '/customers/{id}/charges',
      id: CUSTOMER,
      headers: { 'idempotency-key': `first-${number}` },
      authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:user/bench' } },
      body: '{"amount":1,"reason":"new_charge"}',
    }),
  CustomersResolveException: () =>
    httpEvent({
      path: '/exceptions/{id}/resolutions',
      id: `event:${'0'.repeat(43)}:pay_1`,
      authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:user/bench' } },
      body: '{"action":"dismiss","reason":"paid_elsewhere"}',
    }),
  CustomersDescribeApi: () => httpEvent({ method: 'GET', path: '/openapi.json' }),
  SweepFunction: () => ({}),
};
