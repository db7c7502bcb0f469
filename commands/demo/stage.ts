import type { Entry } from '#commands/kit/api-client/api-types.d.ts';
import type { ApiClient, Called } from '#commands/kit/api-client/client.ts';
import { type Answer, describe, type StackApi } from '#commands/kit/stack-api.ts';
import { Wrong } from '#commands/kit/wrong.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import type { Clock } from '#shared/ports/world.ts';
import { type MomentEvent, ObligationAtMoment, Payment } from './moment-answers.ts';

export type StageDeps = {
  /** The merchant's API. */
  readonly api: ApiClient;
  /** Moment's, as the sandbox plays it. */
  readonly moment: StackApi;
  readonly sandboxUrl: string;
  readonly clock: Clock;
  /** Makes what this run creates other things than those of any other run. */
  readonly runId: string;
  print(line: string): void;
};

/** What is paid: which obligation, and minor units; a Payment Request is paid in full. */
export type Paying = Readonly<Record<string, string | number>>;

/** Of either dialect of zod. */
type Schema<T> = { parse(value: unknown): T };

/** One of the merchant's obligations, as its path has it. */
export type Place = { readonly kind: 'customers' | 'accounts' | 'bills'; readonly id: string };

type Owed = { readonly balance?: number | undefined; readonly currency?: string | undefined };

const TOLD_LATER = '(Moment is told within a minute)';
const POLL_MS = 100;
const POLLS_MAX = 300;
const BROKEN = 'The terminal of `npm start` shows what became of each event; its --verbose, why';

/** Where a model is played: each call is printed with what it answers. */
export class Stage {
  readonly sandboxUrl: string;
  readonly api: ApiClient;
  readonly #deps: StageDeps;
  #steps = 0;

  constructor(deps: StageDeps) {
    this.#deps = deps;
    this.sandboxUrl = deps.sandboxUrl;
    this.api = deps.api;
    this.api.use({
      onRequest: ({ request: { method, url } }) => {
        if (method !== 'GET') this.show('called', method, new URL(url).pathname);
      },
    });
  }

  /** An `external_reference` of this run. */
  reference(name: string): string {
    return `DEMO-${this.#deps.runId}-${name}`;
  }

  /** Begins a step with what Moment's page says of it. */
  step(says: string): void {
    this.#steps += 1;
    this.#deps.print('');
    this.#deps.print(`${this.#steps}. ${says}`);
  }

  show(name: string, ...facts: readonly (string | undefined)[]): void {
    const told = facts.filter((fact) => fact !== undefined && fact !== '');
    this.#deps.print(`   ${name.padEnd(10)}${told.join('  ')}`);
  }

  /** What was done. @throws Wrong if it is refused */
  async done<T>(called: Called<T>): Promise<T> {
    const { data, error, response } = await called;
    if (data !== undefined) return data;
    const { pathname } = new URL(response.url);
    const answer = describe({ status: response.status, body: error });
    throw new Wrong(`${pathname} answers ${answer}`, BROKEN);
  }

  /** Somebody pays; shown is what Moment's event says of it. */
  async pay(paying: Paying): Promise<Payment> {
    const path = '/sandbox/payments';
    const payment = bodyOf(Payment, path, await this.#deps.moment.call('POST', path, paying));
    this.show('paid', payment.id, formatAmount(payment.amount, payment.currency));
    return payment;
  }

  tell({ events }: Payment): void {
    for (const { type, data } of events) this.show('told', type, ...namesOf(data));
  }

  /** Until the payment is in the statement, which is then shown. */
  async settled(place: Place, payment: Payment): Promise<void> {
    for (let polls = 0; polls < POLLS_MAX; polls += 1) {
      const entries = await this.#entries(place);
      if (entries.some(({ payment_id }) => payment_id === payment.id)) return;
      await this.#deps.clock.sleep(POLL_MS);
    }
    throw new Wrong(`${payment.id} is in no entry of /${place.kind}/${place.id}`, BROKEN);
  }

  async statement(place: Place): Promise<void> {
    for (const entry of (await this.#entries(place)).toReversed()) {
      const { sequence, type, amount, ending_balance, currency } = entry;
      this.show(
        `entry ${sequence}`,
        type.padEnd(8),
        formatAmount(amount, currency).padStart(11),
        '->',
        formatAmount(ending_balance, currency).padStart(11),
        entry.payment_id ?? undefined,
      );
    }
  }

  /** What is owed here, beside what Moment has of it. */
  async compare({ kind, id }: Place, here: Owed): Promise<void> {
    const path = `/billing/${kind}/${id}`;
    const there = bodyOf(ObligationAtMoment, path, await this.#deps.moment.call('GET', path));
    const atMoment = there.balance ?? there.amount_remaining ?? undefined;
    const told = this.owes({ ...here, balance: atMoment });
    const isSame = here.balance === atMoment;
    this.show('owed', `here ${this.owes(here)}`, `at Moment ${told}`, isSame ? '' : TOLD_LATER);
  }

  /** Minor units, for a person. */
  owes({ balance, currency }: Owed): string {
    if (balance === undefined || currency === undefined) return 'no balance';
    return formatAmount(balance, currency);
  }

  async #entries({ kind, id }: Place): Promise<readonly Entry[]> {
    const params = { path: { id }, query: { limit: 100 } };
    return (await this.done(this.api.GET(`/${kind}/{id}/entries`, { params }))).data;
  }
}

function bodyOf<T>(schema: Schema<T>, path: string, answer: Answer): T {
  if (answer.status < 300) return schema.parse(answer.body);
  throw new Wrong(`${path} answers ${describe(answer)}`, BROKEN);
}

/** The ids by which an event says what was paid. */
function namesOf(data: MomentEvent['data']): readonly string[] {
  return ['customer_id', 'account_id', 'bill_id', 'amount'].flatMap((name) =>
    data[name] === undefined || data[name] === null ? [] : [`${name} ${data[name]}`],
  );
}
