import { paymentKey } from '#shared/models/entry.ts';
import { kindOf } from '#shared/models/obligation-id.ts';
import type { Chance } from '#test/support/chance.ts';
import { amountApplied, paymentRequestPaid } from '#test/support/factories.ts';
import { type Facts, type Telling, telling } from './tellings.ts';

const CURRENCY = 'ZAR';
const FAR_AHEAD = '2999-01-01T00:00:00Z';

/** What is paid, and what it hangs on. */
export type PaidTarget = {
  readonly id: string;
  readonly customerId?: string | undefined;
  readonly accountId?: string | undefined;
};

type Otherwise = {
  readonly eventId?: string;
  readonly paymentId?: string;
  readonly amount?: number;
  readonly dataId?: string;
  readonly space?: string;
};

/** Tells of one payment on one obligation, in whatever shape Moment may do so. */
export class PaymentTeller {
  readonly amount: number;
  readonly dataId: string;
  readonly #target: PaidTarget;
  readonly #paidAt: string;
  readonly #number: number;
  readonly #paymentId: string;
  readonly #chance: Chance;

  /** @param paidAt epoch milliseconds */
  constructor(target: PaidTarget, number: number, paidAt: number, chance: Chance) {
    this.#target = target;
    this.#paidAt = new Date(paidAt).toISOString();
    this.#number = number;
    this.#chance = chance;
    this.#paymentId = this.newPaymentId();
    // Some of few amounts, so that two payments may well be of the same.
    this.amount = chance.happens(0.1) ? chance.between(1, 5) * 100 : chance.between(1, 1_000_000);
    this.dataId = `ob_${number}`;
  }

  newEventId(): string {
    return `evt_${this.#chance.uuid()}`;
  }

  newPaymentId(): string {
    return `pay_${this.#number}x${this.#chance.uuid().slice(0, 8)}`;
  }

  application({ eventId = this.newEventId(), space = '', ...otherwise }: Otherwise = {}): Telling {
    const { paymentId = this.#paymentId, amount = this.amount, dataId = this.dataId } = otherwise;
    const applied = this.#applied(dataId, amount);
    const event = amountApplied({ id: eventId, data: { ...applied, payment_id: paymentId } });
    const paidAt = applied['created_at'] as string | null;
    const facts = { amount, dataId, type: event.type, paidAt: paidAt ?? undefined };
    return this.#payment(JSON.stringify(event) + space, paymentId, facts);
  }

  request({ paymentId = this.#paymentId, amount = this.amount }: Otherwise = {}): Telling {
    const description = this.#chance.happens(0.5) ? `Order ${this.#number}` : undefined;
    const dataId = `pr_${this.#number}`;
    const paidAt = this.#chance.happens(0.02) ? FAR_AHEAD : this.#paidAt;
    const event = paymentRequestPaid({
      id: this.newEventId(),
      data: {
        id: dataId,
        amount,
        currency: CURRENCY,
        payment_id: paymentId,
        ...this.#optional('description', description),
        metadata: { obligation_id: this.#target.id },
        created_at: this.#paidAt,
        updated_at: paidAt,
      },
    });
    const facts = { amount, dataId, type: event.type, description, paidAt };
    return this.#payment(JSON.stringify(event), paymentId, facts);
  }

  /** Whether it is another payment or told again, nobody can know. */
  withoutId(): Telling {
    const event = amountApplied({
      id: this.newEventId(),
      data: {
        ...this.#applied(this.dataId, this.amount),
        payment_id: undefined,
        ...this.#optional('payment_id', undefined),
      },
    });
    return telling(JSON.stringify(event), this.#chance, { kind: 'quarantined' });
  }

  /** What is not there may be left out or null. */
  #optional(member: string, value: string | undefined): Record<string, unknown> {
    if (value !== undefined) return { [member]: value };
    return this.#chance.happens(0.5) ? { [member]: null } : {};
  }

  #applied(id: string, amount: number): Record<string, unknown> {
    const chance = this.#chance;
    return {
      ...{ id, amount, currency: CURRENCY },
      ...this.#owedOn(),
      created_at: this.#paidAt,
      updated_at: this.#paidAt,
      ...(chance.happens(0.02) && { created_at: FAR_AHEAD }),
      ...(chance.happens(0.05) && { created_at: null }),
    };
  }

  /** The most specific counts, and what is not there may be null. */
  #owedOn(): Record<string, unknown> {
    const { id, customerId, accountId } = this.#target;
    const none = this.#chance.happens(0.1) ? null : undefined;
    switch (kindOf(id)) {
      case 'customer':
        return { customer_id: id, account_id: none, bill_id: none };
      case 'account':
        return { customer_id: customerId ?? none, account_id: id, bill_id: none };
      case 'bill':
        return { customer_id: customerId ?? none, account_id: accountId ?? none, bill_id: id };
    }
  }

  #payment(text: string, paymentId: string, facts: Omit<Facts, 'paymentKey'>): Telling {
    const { id: obligationId } = this.#target;
    return telling(text, this.#chance, {
      kind: 'payment',
      obligationId,
      facts: { ...facts, paymentKey: paymentKey({ paymentId, obligationId }) },
    });
  }
}
