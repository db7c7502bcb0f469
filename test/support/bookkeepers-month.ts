import { Chance } from './chance.ts';
import type { Answer, ClockedMerchant } from './clocked-merchant.ts';

/** One thing that the books must show, kept by the test beside the system. */
export type Booked = {
  readonly obligation: string;
  readonly type: 'opening' | 'payment' | 'charge' | 'adjustment' | 'reversal' | 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly recordedAt: string;
  readonly effectiveAt: string;
  /** Id of the entry. */
  readonly id: string;
};

export type Kept = {
  readonly kind: 'customers' | 'accounts' | 'bills';
  readonly id: string;
  readonly reference: string;
  readonly currency: string;
  readonly dueDate?: string | undefined;
};

export type Month = { readonly obligations: readonly Kept[]; readonly booked: readonly Booked[] };

const CUSTOMERS = 40;
const ACCOUNTS = 12;
const BILLS = 24;
const DUE_DATES = [
  '2026-03-01',
  '2026-04-30',
  '2026-06-01',
  '2026-06-30',
  '2026-07-31',
  '2026-09-30',
];
/** What a name or a note may be that a spreadsheet must not take for a formula. */
const NOTES = [
  '=1+1',
  '+27 82 000',
  '-5',
  '@cell',
  'comma, too',
  'a "quoted", note',
  'ordinary',
  '١٢',
];

/** Plays July 2026 in Johannesburg: what is asked of the API and told by Moment, in the order of time. */
export class BookkeepersMonth {
  readonly #merchant: ClockedMerchant;
  readonly #chance = new Chance(7);
  readonly #obligations: Kept[] = [];
  readonly #booked: Booked[] = [];
  #count = 0;

  constructor(merchant: ClockedMerchant) {
    this.#merchant = merchant;
  }

  get played(): Month {
    return { obligations: this.#obligations, booked: this.#booked };
  }

  async play(): Promise<void> {
    await this.#open();
    await this.#at('2026-06-28T06:00:00Z', () => this.#chargeAll('June'));
    // The last millisecond of June in Johannesburg, and the first of July.
    await this.#at('2026-06-30T21:59:59.999Z', () => this.#payOn(3));
    await this.#at('2026-06-30T22:00:00.000Z', () => this.#payOn(3));
    for (let day = 1; day <= 31; day += 1) await this.#day(day);
    await this.#at('2026-07-31T21:59:59.999Z', () => this.#payOn(5));
    await this.#at('2026-07-31T22:00:00.000Z', () => this.#payOn(5));
    await this.#at('2026-08-02T09:00:00Z', () => this.#chargeAll('August'));
  }

  async #day(day: number): Promise<void> {
    const date = `2026-07-${String(day).padStart(2, '0')}`;
    await this.#at(`${date}T05:00:00Z`, async () => {
      await this.#payOn(4);
      if (day % 3 === 0) await this.#chargeBackDated(date);
    });
    await this.#at(`${date}T14:30:00Z`, async () => {
      if (day % 4 === 0) await this.#undoSomething();
      if (day % 5 === 0) await this.#adjust();
      await this.#payOn(2);
    });
    if (day === 20) await this.#at(`${date}T16:00:00Z`, () => this.#decideOnThree());
    if (day === 1) await this.#at('2026-07-01T15:00:00Z', () => this.#chargeAll('July'));
  }

  async #open(): Promise<void> {
    for (let n = 1; n <= CUSTOMERS; n += 1) {
      const currency = n <= 28 ? 'ZAR' : 'JPY';
      const name = n % 7 === 0 ? `=HYPERLINK("x";"${n}")` : `Customer ${n}`;
      const facts = { external_reference: `C-${n}`, name, currency, balance: n * 1000 };
      await this.#create('customers', facts, n * 1000);
    }
    for (let n = 1; n <= ACCOUNTS; n += 1) {
      const currency = n <= 6 ? 'ZAR' : 'JPY';
      const facts = {
        external_reference: `A-${n}`,
        currency,
        balance: n * 500,
        customer: `C-${n}`,
      };
      await this.#create('accounts', facts, n * 500);
    }
    for (let n = 1; n <= BILLS; n += 1) {
      const currency = n <= 16 ? 'ZAR' : 'JPY';
      const due = DUE_DATES[n % DUE_DATES.length];
      const on = n % 4 === 0 ? { account: `A-${1 + (n % ACCOUNTS)}` } : { customer: `C-${n}` };
      const amount_due = 10_000 + n;
      const facts = { external_reference: `B-${n}`, currency, amount_due, due_date: due, ...on };
      await this.#create('bills', facts, amount_due, due);
    }
  }

  async #create(
    kind: Kept['kind'],
    facts: { readonly external_reference: string; readonly currency: string },
    amount: number,
    dueDate?: string,
  ): Promise<void> {
    this.#merchant.clock.advance(1000);
    const { id } = await this.#ask('POST', `/${kind}`, facts);
    const { external_reference: reference, currency } = facts;
    this.#obligations.push({ kind, id: String(id), reference, currency, dueDate });
    const now = this.#now();
    this.#book({
      ...{ obligation: String(id), type: 'opening', amount, currency },
      ...{ recordedAt: now, effectiveAt: now, id: `opening:${id}` },
    });
  }

  async #chargeAll(what: string): Promise<void> {
    for (const kept of this.#obligations.filter(({ kind }) => kind !== 'bills')) {
      await this.#change(kept, 'charges', {
        ...{ amount: 2_000 + this.#chance.between(0, 900), reason: 'new_charge' },
        note: `${what} ${this.#chance.pick(NOTES)}`,
      });
    }
  }

  async #chargeBackDated(date: string): Promise<void> {
    const effective_at = new Date(Date.parse(date) - 50 * 86_400_000).toISOString();
    const kept = this.#pickOf(({ kind }) => kind !== 'bills');
    const note = this.#chance.pick(NOTES);
    await this.#change(kept, 'charges', {
      amount: 777,
      reason: 'billing_error',
      note,
      effective_at,
    });
  }

  async #adjust(): Promise<void> {
    const amount = -(100 + this.#chance.between(0, 50));
    const kept = this.#pickOf(() => true);
    await this.#change(kept, 'adjustments', { amount, reason: 'goodwill', note: '-5' });
  }

  /** The newest payment or charge that is not undone, in part. */
  async #undoSomething(): Promise<void> {
    const kept = this.#pickOf(() => true);
    const original = this.#booked.findLast(
      ({ obligation, type }) => obligation === kept.id && (type === 'payment' || type === 'charge'),
    );
    if (!original) return;
    const path = `entries/${encodeURIComponent(original.id)}/reversals`;
    await this.#change(kept, path, { amount: 50, reason: 'customer_request' });
  }

  async #change(kept: Kept, path: string, body: object): Promise<void> {
    this.#count += 1;
    const key = `month-${this.#count}`;
    const entry = await this.#ask('POST', `/${kept.kind}/${kept.id}/${path}`, body, key);
    this.#book({
      ...{ obligation: kept.id, type: entry['type'] as Booked['type'], id: String(entry['id']) },
      ...{ amount: Number(entry['amount']), currency: kept.currency, recordedAt: this.#now() },
      effectiveAt: String(entry['effective_at']),
    });
  }

  async #payOn(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const kept = this.#pickOf(() => true);
      await this.pay(kept, 100 + this.#chance.between(0, 1_000));
    }
  }

  /** @returns the payment's id */
  async pay({ id, kind, currency }: Kept, amount: number): Promise<string> {
    this.#count += 1;
    const paymentId = `pay_month${this.#count}`;
    const createdAt = new Date(this.#merchant.clock.now() - 2_000).toISOString();
    const member = { customers: 'customer_id', accounts: 'account_id', bills: 'bill_id' }[kind];
    await this.#merchant.tell({
      id: `evt_month${this.#count}`,
      type: 'obligation.amount_applied',
      data: {
        ...{ id: `ob_month${this.#count}`, amount, currency, payment_id: paymentId },
        ...{ [member]: id, created_at: createdAt, updated_at: createdAt },
      },
    });
    this.#book({
      ...{ obligation: id, type: 'payment', amount: -amount, currency, recordedAt: this.#now() },
      ...{ effectiveAt: createdAt, id: `${paymentId}@${id}` },
    });
    return paymentId;
  }

  book(booked: Booked): void {
    this.#book(booked);
  }

  async #at(time: string, act: () => Promise<void>): Promise<void> {
    this.#merchant.clock.advance(Date.parse(time) - this.#merchant.clock.now());
    await act();
  }

  async #ask(method: string, path: string, body: object, key?: string) {
    const answer = await this.#merchant.call(method, path, { body, ...(key && { key }) });
    return readCreated(answer);
  }

  /** Three payments that nobody could enter: two belong elsewhere, and one to nobody. */
  async #decideOnThree(): Promise<void> {
    const rand = this.#pickOf(({ kind, currency }) => kind === 'customers' && currency === 'ZAR');
    const yen = this.#pickOf(({ kind, currency }) => kind === 'customers' && currency === 'JPY');
    const nobody = { ...rand, id: 'bcus_nobody' };
    await this.#tellOf('elsewhere', { ...rand, currency: 'JPY' }, 4_321);
    await this.#tellOf('unmatched', nobody, 1_234);
    await this.#tellOf('strange', nobody, 99_999);
    const ids = await this.waiting();
    const idOf = (payment: string) =>
      ids.find((id) => id.endsWith(`:pay_${payment}`)) ?? 'not there';
    await this.#decide(idOf('elsewhere'), yen, 4_321, 'pay_elsewhere');
    await this.#decide(idOf('unmatched'), rand, 1_234, 'pay_unmatched');
    await this.#ask('POST', `/exceptions/${encodeURIComponent(idOf('strange'))}/resolutions`, {
      ...{ action: 'dismiss', reason: 'other', note: '=1+1 belongs to another shop' },
    });
    // Told once more, by other words: whoever decided was heard.
    await this.#tellOf('elsewhere', { ...rand, currency: 'JPY' }, 4_321, 'again');
    await this.#tellOf('strange', nobody, 99_999, 'again');
  }

  /** Ids of the events that wait for a person. */
  async waiting(): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const kind of ['unmatched', 'quarantined', 'stale']) {
      const { text } = await this.#merchant.call('GET', '/exceptions', { query: { kind } });
      ids.push(...(JSON.parse(text) as { data: { id: string }[] }).data.map(({ id }) => id));
    }
    return ids;
  }

  async #decide(exception: string, to: Kept, amount: number, payment: string): Promise<void> {
    const path = `/exceptions/${encodeURIComponent(exception)}/resolutions`;
    const asked = { action: 'apply_to', obligation: to.id, reason: 'billing_error' };
    await this.#ask('POST', path, asked);
    const recordedAt = this.#now();
    this.#book({
      ...{ obligation: to.id, type: 'payment', amount: -amount, currency: to.currency },
      ...{ recordedAt, effectiveAt: recordedAt, id: `${payment}@${to.id}` },
    });
  }

  async #tellOf(name: string, on: Kept, amount: number, again = ''): Promise<void> {
    const created_at = this.#now();
    await this.#merchant.tell({
      id: `evt_${name}${again}`,
      type: 'obligation.amount_applied',
      data: {
        ...{ id: `ob_${name}`, amount, currency: on.currency, payment_id: `pay_${name}` },
        ...{ customer_id: on.id, created_at, updated_at: created_at },
      },
    });
  }

  #pickOf(isOne: (kept: Kept) => boolean): Kept {
    return this.#chance.pick(this.#obligations.filter(isOne));
  }

  #book(booked: Booked): void {
    this.#booked.push(booked);
  }

  #now(): string {
    return new Date(this.#merchant.clock.now()).toISOString();
  }
}

export function readCreated({ status, text }: Answer): Record<string, unknown> {
  if (status !== 201) throw new Error(`${status} ${text}`);
  return JSON.parse(text);
}
