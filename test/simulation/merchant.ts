import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Chance } from '#test/support/chance.ts';
import { httpEvent } from '#test/support/http-event.ts';
import type { Answer } from './answers.ts';
import { checkPage, type Page } from './checked-answers.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';
import type { Oracle } from './oracle.ts';
import type { Ended } from './runner.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import type { SimulatedTime } from './simulated-time.ts';
import type { Request } from './true-refusals.ts';

type Command = Omit<Request, 'sentAt' | 'firstSentAt'> & {
  readonly send: () => Promise<Ended<APIGatewayProxyStructuredResultV2>>;
  /** Refusals that end it as well as an answer does. */
  readonly final: readonly string[];
};
type Parts = {
  readonly time: SimulatedTime;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly oracle: Oracle;
  readonly moment: SimulatedMoment;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Faults may last for a year of its time; somebody who tries so often is answered in any of them. */
const ATTEMPTS_MAX = 1000;
/** Moment forgets a key after a day; whoever comes back later than that asks for a new Payment Request. */
const ASKS_FOR_MS = 20 * HOUR;
const REPLAYED_AFTER = [MINUTE, HOUR, DAY, 4 * DAY, 14 * DAY];
const FOREIGN_SHARE = 0.04;
const NOTHING_TO_PRESENT = [
  'balance.not_tracked',
  'balance.nothing_due',
  'amount.exceeds_balance',
  'amount.exceeds_unpresented',
] as const;

/** Whoever creates customers and presents balances: tries again, twice at once, and long afterwards. */
export class Merchant {
  readonly #parts: Parts;
  readonly #functions: Functions;

  constructor(parts: Parts, functions: Functions) {
    this.#parts = parts;
    this.#functions = functions;
  }

  async create(customer: number): Promise<void> {
    const { chance, faults, oracle, moment, time } = this.#parts;
    const reference = `C-${customer}`;
    const tracked = { currency: 'ZAR', balance: chance.between(-10_000, 5_000_000) };
    const isTracked = chance.happens(0.95);
    const facts = { name: `Customer ${customer}`, ...(isTracked ? tracked : {}) };
    const key = chance.happens(0.5) ? `create-${customer}` : undefined;
    const creation = this.#creation(reference, key, facts);
    if (chance.happens(FOREIGN_SHARE)) {
      moment.addForeign(reference);
      const ended = await this.#carryOut({ ...creation, final: ['customer.exists_at_moment'] });
      if (ended?.status === 201) oracle.table.break(`${reference} is another's, and was adopted`);
      return;
    }
    oracle.asked.set(reference, isTracked ? tracked.balance : undefined);
    if (chance.happens(0.2)) void this.#createBeside(reference, customer, facts);
    const created = await this.#carryOut(creation);
    for (let count = chance.between(0, 2); count > 0; count -= 1) {
      void this.#present(reference, count);
    }
    await time.sleep(chance.pick(REPLAYED_AFTER));
    faults.tally.add('a creation sent again after it was answered');
    const again = await this.#carryOut(creation);
    if (created?.status === 201 && key !== undefined && again?.status !== 201) {
      oracle.table.break(`${creation.name} was done, and then refused: ${again?.code}`);
    }
    const otherwise = this.#creation(reference, key, { ...facts, name: 'Somebody Else' });
    const refusals = ['customer.exists', ...(key === undefined ? [] : ['idempotency_key.reused'])];
    await this.#carryOut({ ...otherwise, final: refusals });
    await this.#read(reference);
  }

  /** Another part of the merchant's does the same under another key. */
  async #createBeside(reference: string, customer: number, facts: object): Promise<void> {
    const { time, faults, chance } = this.#parts;
    faults.tally.add('a creation beside another one of the same customer');
    await time.sleep(chance.between(0, chance.pick([100, MINUTE])));
    await this.#carryOut(this.#creation(reference, `beside-${customer}`, facts));
  }

  #creation(reference: string, key: string | undefined, facts: object): Command {
    const body = { external_reference: reference, ...facts };
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const request = httpEvent({ path: '/customers', body: JSON.stringify(body), headers });
    return {
      name: `creating ${JSON.stringify(body)} under ${key}`,
      ...{ key, reference, body },
      send: () => this.#functions.createCustomer(reference, request),
      final: ['customer.exists'],
    };
  }

  async #present(reference: string, count: number): Promise<void> {
    const { time, chance, faults } = this.#parts;
    await time.sleep(chance.between(0, chance.pick([HOUR, 2 * DAY])));
    const key = `present-${reference}-${count}`;
    const amount = chance.happens(0.5) ? chance.between(1, 10_000) : undefined;
    // The description tells Moment's side, and so the oracle, which request of the merchant's it was.
    const body = { description: key, ...(amount !== undefined && { amount }) };
    const request = httpEvent({
      path: '/p',
      id: reference,
      body: JSON.stringify(body),
      headers: { 'idempotency-key': key },
    });
    const send = () => this.#functions.presentBalance(request);
    const name = `presenting ${key}`;
    const command = { name, key, reference, body, send, final: NOTHING_TO_PRESENT };
    const presented = await this.#carryOut(command, ASKS_FOR_MS);
    if (presented?.status !== 201) return;
    await time.sleep(chance.pick(REPLAYED_AFTER));
    faults.tally.add('a presentation sent again after it was answered');
    await this.#carryOut(command);
  }

  /** The newest entries, which may lag, but never tell otherwise than they were. */
  async #read(reference: string): Promise<void> {
    const request = httpEvent({ method: 'GET', id: reference, query: { limit: '10' } });
    const ended = await this.#functions.listEntries(request);
    const answer = this.#parts.oracle.answers.read(`reading ${reference}`, ended);
    if (answer?.status !== 200) return;
    const wrong = checkPage(answer.body as unknown as Page, this.#parts.oracle.table);
    if (wrong !== undefined) this.#parts.oracle.table.break(wrong);
  }

  /** Sends it until it is answered for good, sometimes twice at once. */
  async #carryOut(command: Command, forMs = Number.POSITIVE_INFINITY): Promise<Answer | undefined> {
    const { time, chance, faults, oracle } = this.#parts;
    const firstSentAt = time.now();
    const until = firstSentAt + forMs;
    for (let attempt = 0; attempt < ATTEMPTS_MAX && time.now() < until; attempt += 1) {
      const isTwice = faults.happens('merchantTwice');
      const twin = isTwice ? this.#sendOnce(command, firstSentAt) : undefined;
      const answers = [await this.#sendOnce(command, firstSentAt)];
      // Whoever has an answer may not wait for the other one.
      if (chance.happens(0.5)) answers.push(await twin);
      const done = answers.find((answer) => answer?.status === 201);
      const refused = answers.find((answer) => command.final.includes(answer?.code ?? ''));
      if (done ?? refused) return done ?? refused;
      // Somebody asks again at once, somebody else after an hour.
      await time.sleep(chance.between(0, chance.pick([100, MINUTE, HOUR])));
    }
    if (forMs === Number.POSITIVE_INFINITY) {
      oracle.table.break(`${command.name} was never answered`);
    }
    return undefined;
  }

  async #sendOnce(command: Command, firstSentAt: number): Promise<Answer | undefined> {
    const { time, oracle, moment } = this.#parts;
    const request = { ...command, firstSentAt, sentAt: time.now() };
    oracle.send(request);
    const answer = oracle.answers.read(command.name, await command.send());
    if (answer) oracle.answer(request, answer, moment);
    return answer;
  }
}
