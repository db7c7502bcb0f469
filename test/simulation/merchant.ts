import { httpEvent } from '#test/support/http-event.ts';
import { checkPage, type Page } from './checked-answers.ts';
import {
  Client,
  type ClientParts,
  type Command,
  DAY,
  HOUR,
  isDone,
  MINUTE,
  REPLAYED_AFTER,
} from './client.ts';
import type { Functions } from './functions.ts';
import { Operator, raceOn } from './operator.ts';

/** Moment forgets a key after a day; whoever comes back later than that asks for a new Payment Request. */
const ASKS_FOR_MS = 20 * HOUR;
const FOREIGN_SHARE = 0.04;
/** Of those created, on which operators write. */
const WRITTEN_SHARE = 0.5;
const NOTHING_TO_PRESENT = [
  'balance.not_tracked',
  'balance.nothing_due',
  'amount.exceeds_balance',
  'amount.exceeds_unpresented',
] as const;

/** Whoever creates customers and presents balances: tries again, twice at once, and long afterwards. */
export class Merchant {
  readonly #parts: ClientParts;
  readonly #functions: Functions;
  readonly #client: Client;
  readonly #operators: readonly Operator[];

  constructor(parts: ClientParts, functions: Functions) {
    this.#parts = parts;
    this.#functions = functions;
    this.#client = new Client(parts);
    this.#operators = ['ann', 'bob'].map((name) => {
      const chance = parts.chance.fork(name);
      const client = new Client({ ...parts, chance });
      return new Operator(name, { ...parts, chance, client, functions });
    });
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
      const ended = await this.#client.carryOut({
        ...creation,
        final: ['customer.exists_at_moment'],
      });
      if (ended?.status === 201) oracle.table.break(`${reference} is another's, and was adopted`);
      return;
    }
    oracle.asked.set(reference, isTracked ? tracked.balance : undefined);
    if (chance.happens(0.2)) void this.#createBeside(reference, customer, facts);
    const created = await this.#client.carryOut(creation);
    for (let count = chance.between(0, 2); count > 0; count -= 1) {
      void this.#present(reference, count);
    }
    if (chance.happens(WRITTEN_SHARE)) this.#write(reference);
    await time.sleep(chance.pick(REPLAYED_AFTER));
    faults.tally.add('a creation sent again after it was answered');
    const again = await this.#client.carryOut(creation);
    if (isDone(created) && key !== undefined && !isDone(again)) {
      oracle.table.break(`${creation.name} was done, and then refused: ${again?.code}`);
    }
    const otherwise = this.#creation(reference, key, { ...facts, name: 'Somebody Else' });
    const refusals = ['customer.exists', ...(key === undefined ? [] : ['idempotency_key.reused'])];
    await this.#client.carryOut({ ...otherwise, final: refusals });
    await this.#read(reference);
  }

  /** Two operators at once, each on their own, and now and then on the same entry. */
  #write(reference: string): void {
    const { time, chance } = this.#parts;
    const target = { kind: 'customer', reference } as const;
    for (const operator of this.#operators) void operator.work(target);
    if (!chance.happens(0.5)) return;
    time.after(chance.between(0, 2 * DAY), () => raceOn(target, this.#operators, this.#parts));
  }

  /** Another part of the merchant's does the same under another key. */
  async #createBeside(reference: string, customer: number, facts: object): Promise<void> {
    const { time, faults, chance } = this.#parts;
    faults.tally.add('a creation beside another one of the same customer');
    await time.sleep(chance.between(0, chance.pick([100, MINUTE])));
    await this.#client.carryOut(this.#creation(reference, `beside-${customer}`, facts));
  }

  #creation(reference: string, key: string | undefined, facts: object): Command {
    const body = { external_reference: reference, ...facts };
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const request = httpEvent({ path: '/customers', body: JSON.stringify(body), headers });
    return {
      name: `creating ${JSON.stringify(body)} under ${key}`,
      ...{ key, kind: 'customer', route: 'POST /customers', reference, body },
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
      path: '/customers/{id}/payment-requests',
      id: reference,
      body: JSON.stringify(body),
      headers: { 'idempotency-key': key },
    });
    const send = () => this.#functions.presentBalance(request);
    const name = `presenting ${key}`;
    const { routeKey: route } = request;
    const command: Command = {
      ...{ name, key, kind: 'customer', route, reference, body, send },
      final: NOTHING_TO_PRESENT,
    };
    const presented = await this.#client.carryOut(command, ASKS_FOR_MS);
    if (!isDone(presented)) return;
    await time.sleep(chance.pick(REPLAYED_AFTER));
    faults.tally.add('a presentation sent again after it was answered');
    await this.#client.carryOut(command);
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
}
