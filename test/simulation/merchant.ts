import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ErrorCode, ServiceError } from '#shared/errors.ts';
import { httpEvent } from '#test/support/http-event.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';
import type { Oracle } from './oracle.ts';
import type { Ended } from './runner.ts';
import type { SimulatedTime } from './simulated-time.ts';

type Answer = APIGatewayProxyStructuredResultV2;
type Command = {
  readonly name: string;
  readonly send: () => Promise<Ended<Answer>>;
  /** Refusals that end it as well as an answer does. */
  readonly final: readonly ErrorCode[];
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Faults may last for a year of its time; somebody who tries so often is answered in any of them. */
const ATTEMPTS_MAX = 1000;
/** Moment forgets a key after a day; whoever comes back later than that asks for a new Payment Request. */
const ASKS_FOR_MS = 20 * HOUR;
const REPLAYED_AFTER = [MINUTE, HOUR, DAY, 4 * DAY, 14 * DAY];
const NOTHING_TO_PRESENT = [
  'balance.not_tracked',
  'balance.nothing_due',
  'amount.exceeds_balance',
] as const;

/** Whoever creates customers and presents balances: tries again, twice at once, and long afterwards. */
export class Merchant {
  readonly #time: SimulatedTime;
  readonly #chance: Chance;
  readonly #faults: Faults;
  readonly #oracle: Oracle;
  readonly #functions: Functions;

  constructor(
    parts: { time: SimulatedTime; chance: Chance; faults: Faults; oracle: Oracle },
    functions: Functions,
  ) {
    this.#time = parts.time;
    this.#chance = parts.chance;
    this.#faults = parts.faults;
    this.#oracle = parts.oracle;
    this.#functions = functions;
  }

  async create(customer: number): Promise<void> {
    const reference = `C-${customer}`;
    const tracked = { currency: 'ZAR', balance: this.#chance.between(-10_000, 5_000_000) };
    const isTracked = this.#chance.happens(0.95);
    const facts = {
      external_reference: reference,
      name: `Customer ${customer}`,
      ...(isTracked ? tracked : {}),
    };
    this.#oracle.asked.set(reference, isTracked ? tracked.balance : undefined);
    const key = this.#chance.happens(0.5) ? `create-${customer}` : undefined;
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const send = (name: string) => () =>
      this.#functions.createCustomer(
        reference,
        httpEvent({ path: '/customers', body: JSON.stringify({ ...facts, name }), headers }),
      );
    const final = key === undefined ? (['customer.exists'] as const) : [];
    await this.#carryOut({ name: `creating ${reference}`, send: send(facts.name), final });

    for (let count = this.#chance.between(0, 2); count > 0; count -= 1) {
      void this.#present(reference, count);
    }
    await this.#time.sleep(this.#chance.pick(REPLAYED_AFTER));
    this.#faults.tally.add('a creation sent again after it was answered');
    await this.#carryOut({ name: `creating ${reference}`, send: send(facts.name), final });
    const other = key === undefined ? 'customer.exists' : 'idempotency_key.reused';
    await this.#carryOut({
      name: `creating ${reference} otherwise`,
      send: send('Somebody Else'),
      final: [other],
    });
  }

  async #present(reference: string, count: number): Promise<void> {
    await this.#time.sleep(this.#chance.between(0, this.#chance.pick([HOUR, 2 * DAY])));
    const key = `present-${reference}-${count}`;
    const amount = this.#chance.happens(0.5) ? this.#chance.between(1, 10_000) : undefined;
    // The description tells Moment's side, and so the oracle, which request of the merchant's it was.
    const body = JSON.stringify({ description: key, amount });
    const send = () =>
      this.#functions.presentBalance(
        httpEvent({ path: '/p', id: reference, body, headers: { 'idempotency-key': key } }),
      );
    const command = { name: `presenting ${key}`, send, final: NOTHING_TO_PRESENT };
    if (!(await this.#carryOut(command, ASKS_FOR_MS))) return;
    await this.#time.sleep(this.#chance.pick(REPLAYED_AFTER));
    this.#faults.tally.add('a presentation sent again after it was answered');
    await this.#carryOut(command);
  }

  /** Sends it until it is answered, sometimes twice at once. Says whether it was answered with success. */
  async #carryOut(command: Command, forMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    const until = this.#time.now() + forMs;
    for (let attempt = 0; attempt < ATTEMPTS_MAX && this.#time.now() < until; attempt += 1) {
      const isTwice = this.#faults.happens('merchantTwice');
      const twin = isTwice ? this.#sendOnce(command) : undefined;
      const ended = await this.#sendOnce(command);
      const twinEnded = await twin;
      if (ended === 'answered' || twinEnded === 'answered') return true;
      if (ended === 'refused') return false;
      await this.#time.sleep(this.#chance.between(1000, HOUR));
    }
    if (forMs === Number.POSITIVE_INFINITY) {
      this.#oracle.table.break(`${command.name} was never answered`);
    }
    return false;
  }

  async #sendOnce({ name, send, final }: Command): Promise<'answered' | 'refused' | 'unanswered'> {
    const ended = await send();
    if (ended.kind === 'answered') {
      this.#oracle.answer(name, ended.answer.body);
      return 'answered';
    }
    if (ended.kind === 'died' || !(ended.error instanceof ServiceError)) return 'unanswered';
    const { code, members } = ended.error;
    if (code === 'customer.exists') this.#oracle.answer(`${name}: whose`, members['customer']);
    return final.includes(code) ? 'refused' : 'unanswered';
  }
}
