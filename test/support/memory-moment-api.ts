import { ServiceError } from '#shared/errors.ts';
import type { CustomerAtMoment, CustomerFacts } from '#shared/models/customer.ts';
import type { PaymentRequest, PaymentRequestFacts } from '#shared/models/payment-request.ts';
import type { MomentAnswer, MomentApi, MomentRefusal } from '#shared/ports/moment.ts';

type Call = {
  readonly momentKey: string;
  readonly facts: CustomerFacts | PaymentRequestFacts;
  readonly obligationId?: string;
};
/** What goes wrong at one call: before Moment does it, after (the answer is lost), or instead. */
type Trouble =
  | { readonly when: 'before' | 'after'; readonly error: Error }
  | { readonly when: 'instead'; readonly refused: MomentRefusal };

/** Moment in memory: unique references, replays by key; troubles are met in the order in which they were added. */
export class MemoryMomentApi implements MomentApi {
  readonly customers = new Map<string, CustomerAtMoment>();
  readonly paymentRequests: PaymentRequest[] = [];
  readonly calls: Call[] = [];
  readonly #answers = new Map<string, MomentAnswer<CustomerAtMoment | PaymentRequest>>();
  readonly #troubles: Trouble[] = [];
  /** By key: whether anybody still waits for it. */
  readonly #atWork = new Map<string, () => boolean>();

  meet(...troubles: Trouble[]): void {
    this.#troubles.push(...troubles);
  }

  async createCustomer(
    facts: CustomerFacts,
    momentKey: string,
    _deadline: number,
  ): Promise<MomentAnswer<CustomerAtMoment>> {
    return this.#once({ facts, momentKey }, () => {
      const { external_reference } = facts;
      if (this.customers.has(external_reference)) return refused(409, 'Conflict');
      const { name, email, phone, currency, balance } = facts;
      const id = `bcus_${this.customers.size + 1}`;
      const customer = { id, name, email, phone, currency, balance };
      this.customers.set(external_reference, customer);
      return { kind: 'done', value: customer };
    });
  }

  /**
   * The same Moment, that takes its time over each creation: whoever comes with the same key meanwhile is told
   * that it is in use. It ends with whoever waits for it.
   */
  takingTime(pause: () => Promise<void>, isAwaited: () => boolean): MomentApi {
    return {
      createCustomer: async (...args) => {
        const [, momentKey] = args;
        if (this.#atWork.get(momentKey)?.()) return refused(409, 'Key in use');
        this.#atWork.set(momentKey, isAwaited);
        await pause();
        this.#atWork.delete(momentKey);
        return this.createCustomer(...args);
      },
      findCustomer: this.findCustomer.bind(this),
      createPaymentRequest: this.createPaymentRequest.bind(this),
      findPaymentRequest: this.findPaymentRequest.bind(this),
    };
  }

  async findCustomer(externalReference: string): Promise<CustomerAtMoment | undefined> {
    return this.customers.get(externalReference);
  }

  async createPaymentRequest(
    obligationId: string,
    facts: PaymentRequestFacts,
    momentKey: string,
  ): Promise<MomentAnswer<PaymentRequest>> {
    return this.#once({ facts, momentKey, obligationId }, () => {
      const { amount, currency } = facts;
      const id = `pr_${this.calls.length}`;
      const value = {
        id,
        status: 'active',
        amount,
        currency,
        expiresAt: facts.expires_at,
        url: `https://links.example/${id}`,
      };
      this.paymentRequests.push(value);
      return { kind: 'done', value };
    });
  }

  /** Somebody paid it, or it expired. */
  setStatus(id: string, status: string): void {
    const index = this.paymentRequests.findIndex((request) => request.id === id);
    const request = this.paymentRequests[index];
    if (request) this.paymentRequests[index] = { ...request, status };
  }

  async findPaymentRequest(id: string): Promise<PaymentRequest | undefined> {
    return this.paymentRequests.find((request) => request.id === id);
  }

  #once<T extends CustomerAtMoment | PaymentRequest>(
    call: Call,
    perform: () => MomentAnswer<T>,
  ): MomentAnswer<T> {
    this.calls.push(call);
    const trouble = this.#troubles.shift();
    if (trouble?.when === 'instead') return trouble.refused;
    if (trouble?.when === 'before') throw trouble.error;
    const answer = (this.#answers.get(call.momentKey) as MomentAnswer<T> | undefined) ?? perform();
    this.#answers.set(call.momentKey, answer);
    if (trouble) throw trouble.error;
    return answer;
  }
}

/** A 409 is a conflict. */
export function refused(status: number, title: string, afterUnanswered = false): MomentRefusal {
  const kind = status === 409 ? 'conflict' : 'refused';
  return { kind, told: { status, title }, afterUnanswered };
}

export const unavailable = () => new ServiceError('moment.unavailable', 'Moment did not answer');
export const keySpent = () => new ServiceError('moment.key_spent', 'Moment replays a stored 500');
