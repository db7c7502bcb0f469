import { ServiceError } from '#shared/errors.ts';
import type {
  CustomerFacts,
  MomentCustomer,
  MomentPaymentRequest,
  PaymentRequestFacts,
} from '#shared/models/customer.ts';
import type { MomentAnswer, MomentApi } from '#shared/ports.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import { momentSilent } from './faults.ts';
import type { SimulatedTime } from './simulated-time.ts';

const KEY_KEPT_MS = 24 * 60 * 60_000;

type Stored = { readonly at: number; readonly answer: MomentAnswer<MomentCustomer> | 'failure' };

/** Moment's API as it may behave on a bad day: slow, silent, failing, and replaying its failures for 24 hours. */
export class SimulatedMoment implements MomentApi {
  readonly customers = new Map<string, MomentCustomer>();
  readonly #answers = new Map<string, Stored>();
  readonly #time: SimulatedTime;
  readonly #chance: Chance;
  readonly #faults: Faults;
  readonly #onCreated: (customer: MomentCustomer) => void;

  constructor(
    time: SimulatedTime,
    chance: Chance,
    faults: Faults,
    onCreated: (customer: MomentCustomer) => void,
  ) {
    this.#time = time;
    this.#chance = chance;
    this.#faults = faults;
    this.#onCreated = onCreated;
  }

  async createCustomer(
    facts: CustomerFacts,
    momentKey: string,
  ): Promise<MomentAnswer<MomentCustomer>> {
    const stored = this.#answers.get(momentKey);
    if (stored && this.#time.now() - stored.at < KEY_KEPT_MS) {
      if (stored.answer === 'failure') throw new ServiceError('moment.key_spent', 'Stored 500');
      return stored.answer;
    }
    const remember = (answer: Stored['answer']) =>
      this.#answers.set(momentKey, { at: this.#time.now(), answer });
    if (this.#faults.happens('failure')) {
      // It failed, and perhaps it was done before it failed.
      if (this.#chance.happens(0.5)) this.#create(facts);
      remember('failure');
      throw momentSilent();
    }
    if (this.#faults.happens('failure')) {
      return { kind: 'refused', status: 409, title: 'In progress', afterUnanswered: false };
    }
    const answer = this.#create(facts);
    remember(answer);
    return answer;
  }

  async findCustomer(externalReference: string): Promise<MomentCustomer | undefined> {
    return this.customers.get(externalReference);
  }

  async createPaymentRequest(
    _facts: PaymentRequestFacts,
  ): Promise<MomentAnswer<MomentPaymentRequest>> {
    throw momentSilent();
  }

  #create(facts: CustomerFacts): MomentAnswer<MomentCustomer> {
    const { external_reference } = facts;
    if (this.customers.has(external_reference)) {
      return { kind: 'refused', status: 409, title: 'Conflict', afterUnanswered: false };
    }
    const customer = { ...facts, id: `bcus_${external_reference.replaceAll('-', 'x')}` };
    this.customers.set(external_reference, customer);
    this.#onCreated(customer);
    return { kind: 'done', value: customer };
  }
}
