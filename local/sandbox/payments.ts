import type { DatabaseSync } from 'node:sqlite';
import {
  APPLICATION_ID_PREFIX,
  LOWERS_ITS_OWN_BALANCE,
  OBLIGATION_METADATA_KEY,
} from './assumptions.ts';
import type { Pay } from './control-schemas.ts';
import { transact } from './database.ts';
import { newId } from './ids.ts';
import type { Outbox } from './outbox.ts';
import { findPaymentRequest } from './payment-requests.ts';
import { conflict, invalid, notFound } from './problem.ts';
import type { Customer, MomentRecords } from './records.ts';

export type MomentEvent = {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
};
export type Payment = {
  readonly id: string;
  readonly status: 'succeeded';
  readonly amount: number;
  readonly currency: string;
  readonly events: readonly MomentEvent[];
};

const DEFAULT_CURRENCY = 'ZAR';

/** Takes payments: lowers what is owed and puts the events that tell of it into the outbox, in one transaction. */
export class Payments {
  readonly #database: DatabaseSync;
  readonly #records: MomentRecords;
  readonly #outbox: Outbox;

  constructor(database: DatabaseSync, records: MomentRecords, outbox: Outbox) {
    this.#database = database;
    this.#records = records;
    this.#outbox = outbox;
  }

  /** @throws Problem 404, 409 */
  pay({ customer, account, bill, payment_request, amount = 0, currency, times }: Pay): Payment {
    const take = (): Payment => {
      if (payment_request !== undefined) return this.#payRequest(payment_request);
      if (customer !== undefined) return this.#payCustomer(customer, amount, currency);
      const obligation = account === undefined ? { bill_id: bill } : { account_id: account };
      return payment(amount, currency ?? DEFAULT_CURRENCY, (paid) => [applied(paid, obligation)]);
    };
    return transact(this.#database, () => {
      const taken = take();
      for (const event of taken.events) this.#outbox.add(JSON.stringify(event), event, times);
      return taken;
    });
  }

  #payCustomer(idOrReference: string, amount: number, asked: string | undefined): Payment {
    const customer = this.#records.customers.find(idOrReference);
    if (!customer) {
      throw notFound(
        `customer ${idOrReference}; to tell of one that does not exist, use POST /sandbox/events`,
      );
    }
    const { currency } = customer;
    if (currency === undefined) throw invalid(`${customer.id} has no balance to pay`);
    if (asked !== undefined && asked !== currency) {
      throw invalid(`currency: ${customer.id} owes ${currency}`);
    }
    this.#lower(customer, amount);
    return payment(amount, currency, (paid) => [applied(paid, { customer_id: customer.id })]);
  }

  #payRequest(id: string): Payment {
    const request = findPaymentRequest(this.#records, id);
    if (request.status !== 'active') throw conflict(409, `${id} is ${request.status}`);
    const { amount, currency, metadata } = request;
    const obligationId = metadata?.[OBLIGATION_METADATA_KEY];
    const customer =
      obligationId === undefined ? undefined : this.#records.customers.find(obligationId);
    if (customer) this.#lower(customer, amount);
    return payment(amount, currency, (paid) => {
      const paidRequest = {
        ...request,
        status: 'paid' as const,
        payment_id: paid.id,
        updated_at: paid.at,
      };
      this.#records.paymentRequests.put(paidRequest);
      const told = { id: newId('evt'), type: 'payment_request.paid', data: paidRequest };
      return customer ? [told, applied(paid, { customer_id: customer.id })] : [told];
    });
  }

  #lower(customer: Customer, amount: number): void {
    if (!LOWERS_ITS_OWN_BALANCE || customer.balance === undefined) return;
    this.#records.customers.put({ ...customer, balance: customer.balance - amount });
  }
}

type Paid = {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly at: string;
};

function payment(
  amount: number,
  currency: string,
  tell: (paid: Paid) => readonly MomentEvent[],
): Payment {
  const paid = { id: newId('pay'), amount, currency, at: new Date().toISOString() };
  return { id: paid.id, status: 'succeeded', amount, currency, events: tell(paid) };
}

/** docs.momentco.io, obligation.amount_applied */
function applied(
  { id, amount, currency, at }: Paid,
  obligation: Record<string, string | undefined>,
): MomentEvent {
  return {
    id: newId('evt'),
    type: 'obligation.amount_applied',
    data: {
      id: newId(APPLICATION_ID_PREFIX),
      amount,
      currency,
      payment_id: id,
      ...obligation,
      created_at: at,
      updated_at: at,
    },
  };
}
