import { ServiceError } from '#shared/errors.ts';
import type { CustomerFacts, MomentCustomer } from '#shared/models/customer.ts';
import type { MomentPaymentRequest, PaymentRequestFacts } from '#shared/models/payment-request.ts';
import type { MomentAnswer, MomentApi } from '#shared/ports/moment.ts';

type Call = { readonly momentKey: string; readonly facts: CustomerFacts | PaymentRequestFacts };
type Refused = Extract<MomentAnswer<unknown>, { kind: 'refused' }>;
/** What goes wrong at one call: before Moment does it, after (the answer is lost), or instead. */
type Trouble =
  | { readonly when: 'before' | 'after'; readonly error: Error }
  | { readonly when: 'instead'; readonly refused: Refused };

/** Moment in memory: unique references, replays by key; troubles are met in the order in which they were added. */
export class MemoryMomentApi implements MomentApi {
  readonly customers = new Map<string, MomentCustomer>();
  readonly paymentRequests: MomentPaymentRequest[] = [];
  readonly calls: Call[] = [];
  readonly #answers = new Map<string, MomentAnswer<MomentCustomer | MomentPaymentRequest>>();
  readonly #troubles: Trouble[] = [];

  meet(...troubles: Trouble[]): void {
    this.#troubles.push(...troubles);
  }

  async createCustomer(
    facts: CustomerFacts,
    momentKey: string,
  ): Promise<MomentAnswer<MomentCustomer>> {
    return this.#once({ facts, momentKey }, () => {
      const { external_reference } = facts;
      if (this.customers.has(external_reference)) return refused(409, 'Conflict');
      const customer = { ...facts, id: `bcus_${this.customers.size + 1}` };
      this.customers.set(external_reference, customer);
      return { kind: 'done', value: customer };
    });
  }

  async findCustomer(externalReference: string): Promise<MomentCustomer | undefined> {
    return this.customers.get(externalReference);
  }

  async createPaymentRequest(
    facts: PaymentRequestFacts,
    momentKey: string,
  ): Promise<MomentAnswer<MomentPaymentRequest>> {
    return this.#once({ facts, momentKey }, () => {
      const { amount, currency } = facts;
      const id = `pr_${this.calls.length}`;
      const value = {
        id,
        status: 'active',
        amount,
        currency,
        expires_at: null,
        url: `https://links.example/${id}`,
      };
      this.paymentRequests.push(value);
      return { kind: 'done', value };
    });
  }

  #once<T extends MomentCustomer | MomentPaymentRequest>(
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

export function refused(status: number, title: string, afterUnanswered = false): Refused {
  return { kind: 'refused', status, title, afterUnanswered };
}

export const unavailable = () => new ServiceError('moment.unavailable', 'Moment did not answer');
export const keySpent = () => new ServiceError('moment.key_spent', 'Moment replays a stored 500');
