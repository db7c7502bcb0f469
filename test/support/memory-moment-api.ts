import { ServiceError } from '#shared/errors.ts';
import type { CustomerFacts } from '#shared/models/customer.ts';
import type { KeptAccountFacts, KeptBillFacts } from '#shared/models/new-obligation.ts';
import type { ObligationAtMoment, ObligationChanges } from '#shared/models/obligation-at-moment.ts';
import { kindOf, type ObligationKind } from '#shared/models/obligation-id.ts';
import type { PaymentRequest, PaymentRequestFacts } from '#shared/models/payment-request.ts';
import type {
  MomentAnswer,
  MomentApi,
  MomentRefusal,
  OnAccount,
  OnCustomer,
} from '#shared/ports/moment.ts';

type AccountCall = KeptAccountFacts & OnCustomer;
type BillCall = KeptBillFacts & (OnCustomer | OnAccount);

type Call = {
  readonly momentKey: string;
  readonly facts: CustomerFacts | PaymentRequestFacts | AccountCall | BillCall;
  readonly obligationId?: string;
};
/**
 * What goes wrong at one call: before Moment does it, after (the answer is lost), or instead. An update that goes wrong
 * `late` is done only when the test says so (`landLate`).
 */
type Trouble =
  | { readonly when: 'before' | 'after' | 'late'; readonly error: Error }
  | { readonly when: 'instead'; readonly refused: MomentRefusal };

/** Moment in memory: unique references, replays by key; troubles are met in the order in which they were added. */
export class MemoryMomentApi implements MomentApi {
  readonly customers = new Map<string, ObligationAtMoment>();
  /** By `external_reference`, as the customers are. */
  readonly accounts = new Map<string, ObligationAtMoment>();
  readonly bills = new Map<string, ObligationAtMoment>();
  readonly paymentRequests: PaymentRequest[] = [];
  readonly calls: Call[] = [];
  /** Ids of the Payment Requests that were asked about. */
  readonly looks: string[] = [];
  readonly #answers = new Map<string, MomentAnswer<unknown>>();
  /** Every update that was asked for, whatever became of it. */
  readonly updates: { readonly id: string; readonly changes: ObligationChanges }[] = [];
  /** By id: what has been updated, and what a test put there. Others are where they were created. */
  readonly #obligations = new Map<string, ObligationAtMoment>();
  readonly #late: (() => void)[] = [];
  readonly #troubles: Trouble[] = [];
  /** Met by the first creation of one of a kind. */
  readonly #troublesOf = new Map<'account' | 'bill', Trouble>();
  /** By key: whether anybody still waits for it. */
  readonly #atWork = new Map<string, () => boolean>();

  meet(...troubles: Trouble[]): void {
    this.#troubles.push(...troubles);
  }

  meetAt(kind: 'account' | 'bill', trouble: Trouble): void {
    this.#troublesOf.set(kind, trouble);
  }

  async createCustomer(
    facts: CustomerFacts,
    momentKey: string,
    _deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
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
    const slowly =
      <F, T>(create: (facts: F, momentKey: string, deadline: number) => Promise<MomentAnswer<T>>) =>
      async (facts: F, momentKey: string, deadline: number): Promise<MomentAnswer<T>> => {
        if (this.#atWork.get(momentKey)?.()) return refused(409, 'Key in use');
        this.#atWork.set(momentKey, isAwaited);
        await pause();
        this.#atWork.delete(momentKey);
        return create.call(this, facts, momentKey, deadline);
      };
    return {
      createCustomer: slowly(this.createCustomer),
      createAccount: slowly(this.createAccount),
      createBill: slowly(this.createBill),
      createPaymentRequest: this.createPaymentRequest.bind(this),
      expirePaymentRequest: this.expirePaymentRequest.bind(this),
      findPaymentRequest: this.findPaymentRequest.bind(this),
      findAtMoment: this.findAtMoment.bind(this),
      updateAtMoment: this.updateAtMoment.bind(this),
    };
  }

  async createAccount(
    facts: AccountCall,
    momentKey: string,
    _deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    const { customer: customerId, external_reference, name, currency, balance } = facts;
    const account = { customerId, externalReference: external_reference, name, currency, balance };
    this.#meetTroubleOf('account');
    return this.#once({ facts, momentKey }, () => create(this.accounts, 'bacc', account));
  }

  async createBill(
    facts: BillCall,
    momentKey: string,
    _deadline: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    const { external_reference, currency, amount_due, bill_date, due_date } = facts;
    const bill = {
      ...('account' in facts
        ? { accountId: facts.account, customerId: this.#customerOf(facts.account) }
        : { customerId: facts.customer }),
      externalReference: external_reference,
      status: 'unpaid',
      currency,
      amountDue: amount_due,
      amountPaid: 0,
      amountRemaining: amount_due,
      billDate: bill_date ?? '2026-06-18',
      dueDate: due_date,
    };
    this.#meetTroubleOf('bill');
    return this.#once({ facts, momentKey }, () => create(this.bills, 'bill', bill));
  }

  #meetTroubleOf(kind: 'account' | 'bill'): void {
    const trouble = this.#troublesOf.get(kind);
    if (trouble) this.#troubles.unshift(trouble);
    this.#troublesOf.delete(kind);
  }

  #customerOf(accountId: string): string | undefined {
    return [...this.accounts.values()].find(({ id }) => id === accountId)?.customerId;
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

  /** What was to expire, by the ids of Payment Requests. */
  readonly expired: string[] = [];

  async expirePaymentRequest(
    id: string,
    expiresAt: string,
    _momentKey?: string,
    _deadline?: number,
  ): Promise<MomentAnswer<PaymentRequest>> {
    this.expired.push(id);
    const trouble = this.#troubles.shift();
    if (trouble?.when === 'instead') return trouble.refused;
    if (trouble?.when === 'before') throw trouble.error;
    const index = this.paymentRequests.findIndex((one) => one.id === id);
    const stored = this.paymentRequests[index];
    if (!stored) return refused(404, 'Not found');
    if (stored.status === 'paid') return refused(409, 'It is paid');
    const value = { ...stored, expiresAt };
    this.paymentRequests[index] = value;
    if (trouble) throw trouble.error;
    return { kind: 'done', value };
  }

  /** Somebody paid it, or it expired. */
  setStatus(id: string, status: string): void {
    const index = this.paymentRequests.findIndex((request) => request.id === id);
    const request = this.paymentRequests[index];
    if (request) this.paymentRequests[index] = { ...request, status };
  }

  async findPaymentRequest(id: string): Promise<PaymentRequest | undefined> {
    this.looks.push(id);
    return this.paymentRequests.find((request) => request.id === id);
  }

  /** What Moment has, however it came there. */
  put(obligation: ObligationAtMoment): void {
    this.#obligations.set(obligation.id, obligation);
  }

  async findAtMoment(
    kind: ObligationKind,
    idOrReference: string,
    _deadline?: number,
  ): Promise<ObligationAtMoment | undefined> {
    const created = [this.customers, this.accounts, this.bills].flatMap(
      (all: ReadonlyMap<string, ObligationAtMoment>) =>
        [...all].map(([externalReference, each]) => ({ externalReference, ...each })),
    );
    return [...this.#obligations.values(), ...created].find(
      ({ id, externalReference }) =>
        kindOf(id) === kind && (id === idOrReference || externalReference === idOrReference),
    );
  }

  async updateAtMoment(
    kind: ObligationKind,
    id: string,
    changes: ObligationChanges,
    _deadline?: number,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    this.updates.push({ id, changes });
    const trouble = this.#troubles.shift();
    if (trouble?.when === 'instead') return trouble.refused;
    if (trouble?.when === 'before') throw trouble.error;
    const obligation = await this.findAtMoment(kind, id);
    if (!obligation) return refused(404, 'Not found');
    if (trouble?.when === 'late') {
      this.#late.push(() =>
        this.#replace(this.#obligations.get(obligation.id) ?? obligation, changes),
      );
      throw trouble.error;
    }
    const value = this.#replace(obligation, changes);
    if (trouble) throw trouble.error;
    return { kind: 'done', value };
  }

  /** What was on its way all the time arrives. */
  landLate(): void {
    for (const land of this.#late.splice(0)) land();
  }

  #replace(
    old: ObligationAtMoment,
    { amount_paid, metadata, ...changes }: ObligationChanges,
  ): ObligationAtMoment {
    const amountPaid = amount_paid ?? old.amountPaid;
    const replaced: ObligationAtMoment = {
      ...old,
      ...changes,
      ...(metadata && { metadata: { ...old.metadata, ...metadata } }),
      ...(amountPaid !== undefined && { amountPaid }),
      ...(old.amountDue !== undefined && { amountRemaining: old.amountDue - (amountPaid ?? 0) }),
    };
    this.#obligations.set(old.id, replaced);
    return replaced;
  }

  #once<T>(call: Call, perform: () => MomentAnswer<T>): MomentAnswer<T> {
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

function create(
  all: Map<string, ObligationAtMoment>,
  prefix: string,
  facts: Omit<ObligationAtMoment, 'id'> & { readonly externalReference: string },
): MomentAnswer<ObligationAtMoment> {
  if (all.has(facts.externalReference)) return refused(409, 'Conflict');
  const value = { id: `${prefix}_${all.size + 1}`, ...facts };
  all.set(facts.externalReference, value);
  return { kind: 'done', value };
}

/** A 409 is a conflict. */
export function refused(status: number, title: string, afterUnanswered = false): MomentRefusal {
  const kind = status === 409 ? 'conflict' : 'refused';
  return { kind, told: { status, title }, afterUnanswered };
}

export const unavailable = () => new ServiceError('moment.unavailable', 'Moment did not answer');
export const keySpent = () => new ServiceError('moment.key_spent', 'Moment replays a stored 500');
