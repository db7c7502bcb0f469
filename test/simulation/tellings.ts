import { hashBytes } from '#shared/models/bytes.ts';
import type { Chance } from '#test/support/chance.ts';
import { amountApplied } from '#test/support/factories.ts';
import { type PaidTarget, PaymentTeller } from './payment-teller.ts';
import { Tally } from './tally.ts';

/** One body that Moment signs, and what must become of it. */
export type Telling = {
  readonly webhookId: string;
  readonly body: Buffer;
  readonly hash: string;
  readonly means:
    | { readonly kind: 'payment'; readonly obligationId: string; readonly facts: Facts }
    | { readonly kind: 'quarantined' | 'ignored' | 'unmatched' };
};

export type Facts = {
  readonly paymentKey: string;
  readonly amount: number;
  readonly type: string;
  readonly dataId: string;
  readonly description?: string | undefined;
  /** When the payment took effect, as the event tells it. */
  readonly paidAt?: string | undefined;
};

/** All that is told of one payment: mostly one event, sometimes several, now and then a contradiction. */
export function tellPayment(
  target: PaidTarget,
  payment: number,
  paidAt: number,
  chance: Chance,
  tally = new Tally(),
): { readonly amount: number; readonly tellings: Telling[] } {
  const teller = new PaymentTeller(target, payment, paidAt, chance);
  return { amount: teller.amount, tellings: tell(teller, chance, tally) };
}

/** The same without a contradiction or a doubt: nothing waits for a person. */
export function tellTidily(
  target: PaidTarget,
  payment: number,
  paidAt: number,
  chance: Chance,
): { readonly amount: number; readonly tellings: Telling[] } {
  const teller = new PaymentTeller(target, payment, paidAt, chance);
  const tellings = [teller.application()];
  if (chance.happens(0.15)) tellings.push(teller.request());
  if (chance.happens(0.05)) tellings.push(teller.application());
  return { amount: teller.amount, tellings };
}

function tell(teller: PaymentTeller, chance: Chance, tally: Tally): Telling[] {
  const told = chance.fraction();
  if (told < 0.04) {
    tally.add('a payment without an id, perhaps told twice');
    return Array.from({ length: chance.between(1, 2) }, () => teller.withoutId());
  }
  if (told < 0.08) {
    tally.add('a payment told by payment_request.paid alone');
    return [teller.request()];
  }
  const eventId = teller.newEventId();
  const tellings = [teller.application({ eventId })];
  const retell = (probability: number, name: string, tell: () => Telling) => {
    if (!chance.happens(probability)) return;
    tally.add(name);
    tellings.push(tell());
  };
  retell(0.15, 'payment_request.paid beside amount_applied', () => teller.request());
  retell(0.05, 'payment_request.paid beside it, under another payment id', () =>
    teller.request({ paymentId: teller.newPaymentId() }),
  );
  retell(0.04, 'payment_request.paid beside it, of another amount', () =>
    teller.request({ amount: teller.amount + chance.pick([1, 500]) }),
  );
  retell(0.05, 'another event for the same payment, same facts', () => teller.application());
  retell(0.02, 'another event for the same payment, other facts', () =>
    teller.application({ amount: teller.amount + 1 }),
  );
  retell(0.02, 'the same id with another body, same facts', () =>
    teller.application({ eventId, space: '\n' }),
  );
  retell(0.02, 'the same id with another body, other facts', () =>
    teller.application({ eventId, dataId: `${teller.dataId}again` }),
  );
  return tellings;
}

/** What is signed and is no payment on an obligation of ours. */
export function tellOther(obligationId: string, chance: Chance): Telling {
  const id = `evt_${chance.uuid()}`;
  const payment_id = `pay_${chance.uuid()}`;
  const applied = (data: object, kind: 'quarantined' | 'unmatched') =>
    telling(
      JSON.stringify(
        amountApplied({ id, data: { customer_id: obligationId, payment_id, ...data } }),
      ),
      chance,
      { kind },
    );
  return chance.pick([
    () => applied({ amount: chance.pick([0.5, -5, 0, '2000', null]) }, 'quarantined'),
    () => applied({ currency: 'USD' }, 'quarantined'),
    () => applied({ customer_id: null }, 'quarantined'),
    () => telling(`${chance.uuid()}`, chance, { kind: 'quarantined' }),
    () =>
      telling(JSON.stringify({ id, type: 'bill.created', data: {} }), chance, { kind: 'ignored' }),
    () => applied({ account_id: `bacc_nobody${chance.between(1, 9)}` }, 'unmatched'),
    () => applied({ bill_id: `bill_nobody${chance.between(1, 9)}` }, 'unmatched'),
    () => tellNobody(chance),
  ])();
}

/** A payment of somebody whom we shall never know. */
export function tellNobody(chance: Chance): Telling {
  const id = `evt_${chance.uuid()}`;
  const data = {
    customer_id: `bcus_nobody${chance.between(1, 9)}`,
    payment_id: `pay_${chance.uuid()}`,
  };
  return telling(JSON.stringify(amountApplied({ id, data })), chance, { kind: 'unmatched' });
}

export function telling(text: string, chance: Chance, means: Telling['means']): Telling {
  const body = Buffer.from(text);
  return { webhookId: `msg_${chance.uuid()}`, body, hash: hashBytes(body), means };
}
