import type { DatabaseSync } from 'node:sqlite';
import { COUNTRY, OBLIGATION_METADATA_KEY } from './assumptions.ts';
import type { IdsTold, Pay } from './control-schemas.ts';
import { transact } from './database.ts';
import { amountApplied, type MomentEvent, type Paid, requestPaid } from './events.ts';
import { newId, newReconciliationId } from './ids.ts';
import {
  applyAmount,
  currencyOf,
  findObligation,
  type Names,
  namesOf,
  type Obligation,
} from './obligations.ts';
import type { Outbox } from './outbox.ts';
import { findPaymentRequest } from './payment-requests.ts';
import { conflict, notFound } from './problem.ts';
import type { MomentRecords } from './records.ts';
import type { Settings } from './settings.ts';

export type Payment = {
  readonly id: string;
  readonly status: 'succeeded';
  readonly amount: number;
  readonly currency: string;
  readonly events: readonly MomentEvent[];
};

const DEFAULT_CURRENCY = 'ZAR';
const KINDS = ['customer', 'account', 'bill'] as const;

/** Takes payments: lowers what is owed and puts the events that tell of it into the outbox, in one transaction. */
export class Payments {
  readonly #database: DatabaseSync;
  readonly #records: MomentRecords;
  readonly #settings: Settings;
  readonly #outbox: Outbox;

  constructor(database: DatabaseSync, records: MomentRecords, settings: Settings, outbox: Outbox) {
    this.#database = database;
    this.#records = records;
    this.#settings = settings;
    this.#outbox = outbox;
  }

  /** @throws Problem 400, 404, 409 */
  pay(asked: Pay): Payment {
    const { payment_request } = asked;
    return transact(this.#database, () => {
      const taken =
        payment_request === undefined
          ? this.#payObligation(asked)
          : this.#payRequest(payment_request, asked);
      const { times = 1 } = asked;
      for (const event of taken.events) this.#outbox.add(JSON.stringify(event), event, times);
      return taken;
    });
  }

  #payObligation(asked: Pay): Payment {
    const { amount = 0, applied_amount = amount, currency, names = 'one' } = asked;
    const { obligation, called } = this.#target(asked);
    const paid = newPaid(
      amount,
      obligation ? currencyOf(obligation, currency) : (currency ?? DEFAULT_CURRENCY),
    );
    if (obligation) this.#apply(obligation, applied_amount);
    this.#keep(paid, obligation?.record.external_reference, obligation);
    return succeeded(paid, [amountApplied({ ...paid, amount: applied_amount }, called, names)]);
  }

  /** An account or a bill may be one that this Moment does not know: its event names it all the same. */
  #target({ customer, account, bill }: Pay): { obligation?: Obligation; called: Names } {
    const given = { customer, account, bill };
    for (const kind of KINDS) {
      const id = given[kind];
      if (id === undefined) continue;
      const obligation = findObligation(this.#records, kind, id);
      if (obligation) return { obligation, called: namesOf(obligation) };
      if (kind === 'account' && id.startsWith('bacc_')) return { called: { account_id: id } };
      if (kind === 'bill' && id.startsWith('bill_')) return { called: { bill_id: id } };
      throw notFound(`${kind} ${id}; to tell of one that does not exist, use POST /sandbox/events`);
    }
    throw new TypeError('A payment needs something to be paid');
  }

  #payRequest(id: string, { applied_amount, names = 'one', ids = 'same' }: Pay): Payment {
    const request = findPaymentRequest(this.#records, id);
    if (request.status !== 'active') throw conflict(409, `${id} is ${request.status}`);
    const { amount, currency, metadata, external_reference } = request;
    const paid = newPaid(amount, currency);
    const paidRequest = {
      ...request,
      status: 'paid' as const,
      payment_id: idTold(paid.id, ids),
      updated_at: paid.at,
    };
    this.#records.paymentRequests.put(paidRequest);
    const obligation = this.#tied(metadata?.[OBLIGATION_METADATA_KEY]);
    this.#keep(paid, external_reference, obligation);
    if (!obligation) return succeeded(paid, [requestPaid(paidRequest)]);

    const applied = { ...paid, amount: applied_amount ?? amount };
    this.#apply(obligation, applied.amount);
    return succeeded(paid, [
      requestPaid(paidRequest),
      amountApplied(applied, namesOf(obligation), names),
    ]);
  }

  /** For whoever asks after it, and for the reports. */
  #keep({ id, amount, currency, at }: Paid, reference?: string, obligation?: Obligation): void {
    const payer = obligation && namesOf(obligation).customer_id;
    this.#records.payments.put({
      id,
      status: 'succeeded',
      amount,
      currency,
      country: COUNTRY,
      payment_method_details: { type: 'capitec_pay' },
      external_reference: reference,
      reconciliation_reference: newReconciliationId(),
      mode: 'test',
      created_at: at,
      updated_at: at,
      customer_reference: payer && this.#records.customers.find(payer)?.external_reference,
    });
  }

  #tied(id: string | undefined): Obligation | undefined {
    if (id === undefined) return undefined;
    for (const kind of KINDS) {
      const obligation = findObligation(this.#records, kind, id);
      if (obligation) return obligation;
    }
    return undefined;
  }

  #apply(obligation: Obligation, amount: number): void {
    applyAmount(this.#records, obligation, amount, this.#settings.values.moment_lowers);
  }
}

function newPaid(amount: number, currency: string): Paid {
  return { id: newId('pay'), amount, currency, at: new Date().toISOString() };
}

function succeeded({ id, amount, currency }: Paid, events: readonly MomentEvent[]): Payment {
  return { id, status: 'succeeded', amount, currency, events };
}

/** The example of `payment_request.paid` has an id of another form than that of `obligation.amount_applied`. */
function idTold(id: string, ids: IdsTold): string | undefined {
  return { same: id, different: newId('p'), missing: undefined }[ids];
}
