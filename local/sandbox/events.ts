import { APPLICATION_ID_PREFIX } from './assumptions.ts';
import type { NamesTold } from './control-schemas.ts';
import { newId } from './ids.ts';
import type { Names } from './obligations.ts';
import type { PaymentRequest } from './records.ts';

export type MomentEvent = {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type Paid = {
  readonly id: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly at: string;
};

/** docs.momentco.io, obligation.amount_applied; `amount` is what reached the obligation. */
export function amountApplied(
  { id, amount, currency, at }: Paid,
  names: Names,
  told: NamesTold,
): MomentEvent {
  return {
    id: newId('evt'),
    type: 'obligation.amount_applied',
    data: {
      id: newId(APPLICATION_ID_PREFIX),
      amount,
      currency,
      payment_id: id,
      ...toldNames(names, told),
      created_at: at,
      updated_at: at,
    },
  };
}

export function requestPaid(request: PaymentRequest): MomentEvent {
  return { id: newId('evt'), type: 'payment_request.paid', data: request };
}

/** The JSON of an account's or a bill's event is in no documentation. */
function toldNames(names: Names, told: NamesTold): Record<string, string | null | undefined> {
  if (told === 'all') return names;
  const { bill_id, account_id, customer_id } = names;
  const one = bill_id ? { bill_id } : account_id ? { account_id } : { customer_id };
  return told === 'one' ? one : { bill_id: null, account_id: null, customer_id: null, ...one };
}
