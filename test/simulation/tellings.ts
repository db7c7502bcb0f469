import { hashBytes } from '#shared/models/bytes.ts';
import { amountApplied, paymentRequestPaid } from '#test/support/factories.ts';
import type { Chance } from './chance.ts';
import { Tally } from './tally.ts';

/** One body that Moment signs, and what must become of it. */
export type Telling = {
  readonly webhookId: string;
  readonly body: Buffer;
  readonly hash: string;
  readonly means:
    | { readonly kind: 'payment'; readonly obligationId: string; readonly facts: Facts }
    | { readonly kind: 'quarantined' | 'ignored' }
    | { readonly kind: 'unmatched' };
};

export type Facts = {
  readonly paymentKey: string;
  readonly amount: number;
  readonly type: string;
  readonly dataId: string;
};

const CURRENCY = 'ZAR';

/** All that is told of one payment: mostly one event, sometimes several, now and then a contradiction. */
export function tellPayment(
  obligationId: string,
  payment: number,
  chance: Chance,
  tally = new Tally(),
): Telling[] {
  const paymentId = `pay_${payment}x${chance.uuid().slice(0, 8)}`;
  const amount = chance.between(1, 1_000_000);
  const dataId = `ob_${payment}`;
  const id = () => `evt_${chance.uuid()}`;
  const applied = (overrides: {
    id?: string;
    amount?: number;
    dataId?: string;
    space?: string;
  }) => {
    const facts = { amount: overrides.amount ?? amount, dataId: overrides.dataId ?? dataId };
    const event = amountApplied({
      id: overrides.id ?? id(),
      data: {
        id: facts.dataId,
        amount: facts.amount,
        currency: CURRENCY,
        payment_id: paymentId,
        customer_id: obligationId,
      },
    });
    return telling(JSON.stringify(event) + (overrides.space ?? ''), chance, {
      kind: 'payment',
      obligationId,
      facts: { ...facts, paymentKey: `${paymentId}@${obligationId}`, type: event.type },
    });
  };
  const eventId = id();
  const tellings = [applied({ id: eventId })];
  if (chance.happens(0.2)) {
    const event = paymentRequestPaid({
      id: id(),
      data: {
        id: `pr_${payment}`,
        amount,
        currency: CURRENCY,
        payment_id: paymentId,
        metadata: { obligation_id: obligationId },
      },
    });
    tally.add('payment_request.paid beside amount_applied');
    tellings.push(
      telling(JSON.stringify(event), chance, {
        kind: 'payment',
        obligationId,
        facts: {
          paymentKey: `${paymentId}@${obligationId}`,
          amount,
          type: event.type,
          dataId: `pr_${payment}`,
        },
      }),
    );
  }
  const retell = (probability: number, name: string, overrides: Parameters<typeof applied>[0]) => {
    if (!chance.happens(probability)) return;
    tally.add(name);
    tellings.push(applied(overrides));
  };
  retell(0.05, 'another event for the same payment, same facts', {});
  retell(0.02, 'another event for the same payment, other facts', { amount: amount + 1 });
  retell(0.02, 'the same id with another body, same facts', { id: eventId, space: '\n' });
  retell(0.02, 'the same id with another body, other facts', {
    id: eventId,
    dataId: `${dataId}again`,
  });
  return tellings;
}

/** What is signed and is no payment on an obligation of ours. */
export function tellOther(obligationId: string, chance: Chance): Telling {
  const id = `evt_${chance.uuid()}`;
  const malformed = (data: object) =>
    telling(
      JSON.stringify(amountApplied({ id, data: { customer_id: obligationId, ...data } })),
      chance,
      { kind: 'quarantined' },
    );
  return chance.pick([
    () => malformed({ amount: chance.pick([0.5, -5, 0, '2000', null]) }),
    () => malformed({ currency: 'USD', payment_id: `pay_${chance.uuid()}` }),
    () => telling(`${chance.uuid()}`, chance, { kind: 'quarantined' }),
    () =>
      telling(JSON.stringify({ id, type: 'bill.created', data: {} }), chance, { kind: 'ignored' }),
    () =>
      telling(
        JSON.stringify(
          amountApplied({ id, data: { customer_id: `bcus_nobody${chance.between(1, 9)}` } }),
        ),
        chance,
        { kind: 'unmatched' },
      ),
  ])();
}

function telling(text: string, chance: Chance, means: Telling['means']): Telling {
  const body = Buffer.from(text);
  return { webhookId: `msg_${chance.uuid()}`, body, hash: hashBytes(body), means };
}
