import type { FastifyInstance } from 'fastify';

/** What `/` says: this is not a website, but people look there first. */
export function addFrontPage(app: FastifyInstance): void {
  app.get('/', (_request, reply) => reply.type('text/plain; charset=utf-8').send(PAGE));
}

const PAGE = `A sandbox of Moment, on this machine. No money moves.

With the bearer key that \`npm start\` prints:
  POST   /billing/customers                creates a customer
  GET    /billing/customers/{id}
  PATCH  /billing/customers/{id}
  POST   /billing/accounts                 opens an account of a customer, or of a new one
  GET    /billing/accounts/{id}
  PATCH  /billing/accounts/{id}
  POST   /billing/bills                    raises a bill on a customer or an account, or on new ones
  GET    /billing/bills/{id}
  PATCH  /billing/bills/{id}
  POST   /collect/payment_requests         creates a link to pay
  GET    /collect/payment_requests/{id}
  PATCH  /collect/payment_requests/{id}
  GET    /collect/payments/{id}            a payment, with what the reports call it

Without a key, what Moment does not have:
  POST   /sandbox/payments                 pays, and delivers the signed events
  POST   /sandbox/refunds                  gives a payment back, which no event tells
  GET    /sandbox/reconciliation-report    the CSV of a day: payments and refunds
  POST   /sandbox/events                   signs and delivers any event
  GET    /sandbox/deliveries               what became of each delivery
  GET    /sandbox/settings
  PUT    /sandbox/settings                 how Moment behaves, and how it fails
  GET    /pay/{payment request}            the page where a payer pays
  GET    /ebp/{external reference}         what a customer owes, or what is owed on an account, to be paid in parts

The merchant's own API is at the other address that \`npm start\` prints.
`;
