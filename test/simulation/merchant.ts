import type { Chance } from '#test/support/chance.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { type Adopted, Adopter } from './adopter.ts';
import type { Answer } from './answers.ts';
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
import { bodyOf, createdBy, otherwise, type Part, partsOf } from './creation-parts.ts';
import type { Functions } from './functions.ts';
import { Operator, raceOn, type Target } from './operator.ts';
import { ReportReader } from './report-reader.ts';
import { idOf } from './told-change.ts';

/** Moment forgets a key after a day; whoever comes back later than that asks for a new Payment Request. */
const ASKS_FOR_MS = 20 * HOUR;
const FOREIGN_SHARE = 0.04;
const ADOPTED_SHARE = 0.1;
/** On which operators write. What else waits for a person Moment is asked about for a day, and that takes long. */
const WRITTEN_SHARE = { tidy: 0.8, other: 0.05 };
/** Customer, account and bill: each may prove to be there. */
const ROUNDS_MAX = 4;
const NOTHING_TO_PRESENT = [
  'balance.not_tracked',
  'balance.nothing_due',
  'amount.exceeds_balance',
  'amount.exceeds_unpresented',
] as const;

type Parts = readonly [...Part[], Part];

/** Whoever creates customers, accounts and bills and presents balances: tries again, twice at once, and long afterwards. */
export class Merchant {
  readonly #parts: ClientParts;
  readonly #functions: Functions;
  readonly #isTidy: (reference: string) => boolean;
  readonly #client: Client;
  readonly #adopter: Adopter;
  readonly #operators: readonly Operator[];
  readonly #reports: ReportReader;

  /** @param isTidy of which obligations, by their reference, all that is told is as it should be */
  constructor(parts: ClientParts, functions: Functions, isTidy: (reference: string) => boolean) {
    this.#isTidy = isTidy;
    this.#parts = parts;
    this.#functions = functions;
    this.#client = new Client(parts);
    this.#adopter = new Adopter({ ...parts, client: this.#client, functions });
    this.#operators = ['ann', 'bob'].map((name) => {
      const chance = parts.chance.fork(name);
      const client = new Client({ ...parts, chance });
      return new Operator(name, { ...parts, chance, client, functions });
    });
    this.#reports = new ReportReader({ ...parts, chance: parts.chance.fork('reports'), functions });
  }

  /** With all that hangs on the customer: in one call, or one after the other. */
  async create(customer: number): Promise<void> {
    const { chance, oracle, moment } = this.#parts;
    const parts = partsOf(customer, chance);
    const [own] = parts;
    if (own && chance.happens(FOREIGN_SHARE)) {
      moment.addForeign(own.reference);
      return this.#meetForeign(own);
    }
    for (const { reference, owed } of parts) oracle.asked.set(reference, owed);
    const adopting = chance.fork(`adopted ${customer}`);
    if (adopting.happens(ADOPTED_SHARE)) return this.#adopt(customer, parts, adopting);
    const isNested = chance.happens(0.5);
    for (let count = isNested ? parts.length : 1; count <= parts.length; count += 1) {
      const [last] = parts.slice(count - 1);
      if (last) await this.#open(customer, [...parts.slice(0, count - 1), last]);
    }
  }

  /** What hangs on it is created once it is there. */
  async #adopt(customer: number, parts: readonly Part[], chance: Chance): Promise<void> {
    const { moment, time } = this.#parts;
    const [own] = parts;
    if (!own) return;
    const tracked = { currency: 'ZAR', balance: chance.between(0, 1_000_000) };
    const id = moment.addForeign(own.reference, chance.happens(0.5) ? tracked : {});
    const since = time.now();
    if (chance.happens(0.2)) await this.#meetForeign(own);
    this.#goOn([own], await this.#adopter.adopt(own, id, since, chance));
    for (let count = 2; count <= parts.length; count += 1) {
      await this.#open(customer, parts.slice(0, count) as unknown as Parts);
    }
  }

  async #meetForeign(own: Part): Promise<void> {
    const { oracle, chance } = this.#parts;
    const { reference } = own;
    const key = chance.happens(0.5) ? `create-${reference}` : undefined;
    const creation = this.#creation([own], key);
    const final = ['customer.exists_at_moment'];
    const ended = await this.#client.carryOut({ ...creation, final });
    if (isDone(ended)) oracle.table.break(`${reference} is another's, and was created`);
  }

  /** Until it is there; what else is done with it goes on by itself. */
  async #open(customer: number, parts: Parts): Promise<void> {
    const { chance } = this.#parts;
    const own = parts[parts.length - 1] as Part;
    const suffix = own.kind === 'customer' ? `${customer}` : `${own.kind}-${customer}`;
    const key = chance.happens(0.5) ? `create-${suffix}` : undefined;
    if (chance.happens(0.2)) void this.#openBeside(parts, `beside-${suffix}`);
    this.#goOn(parts, await this.#carryOut(parts, key));
  }

  #goOn(parts: Parts, { creation, answer }: Adopted): void {
    const { chance } = this.#parts;
    const own = parts[parts.length - 1] as Part;
    for (const target of createdBy(own.kind, creation.body)) {
      const share = this.#isTidy(target.reference) ? WRITTEN_SHARE.tidy : WRITTEN_SHARE.other;
      if (chance.happens(share)) this.#write(target);
    }
    for (let count = chance.between(0, 2); count > 0; count -= 1) void this.#present(own, count);
    void this.#askAgain(parts, creation, answer);
  }

  /** With what is not there yet; and where a part proves to be there by now, again without it. */
  async #carryOut(parts: Parts, key: string | undefined) {
    const own = parts[parts.length - 1] as Part;
    for (let round = 0; ; round += 1) {
      const again = round > 0 && key !== undefined ? `${key}-${round}` : key;
      const creation = this.#creation(parts, again);
      const answer = await this.#client.carryOut(creation);
      const isOver = isDone(answer) || answer?.code === `${own.kind}.exists`;
      if (isOver || answer === undefined) return { creation, answer };
      this.#parts.faults.tally.add('a nested creation sent again on what is there');
      if (round === ROUNDS_MAX) {
        this.#parts.oracle.table.break(`${creation.name} was never done: ${answer.code}`);
        return { creation, answer };
      }
    }
  }

  async #askAgain(parts: Parts, creation: Command, created: Answer | undefined): Promise<void> {
    const { chance, faults, oracle, time } = this.#parts;
    const own = parts[parts.length - 1] as Part;
    const { key } = creation;
    await time.sleep(chance.pick(REPLAYED_AFTER));
    faults.tally.add('a creation sent again after it was answered');
    const again = await this.#client.carryOut(creation);
    if (isDone(created) && key !== undefined && !isDone(again)) {
      oracle.table.break(`${creation.name} was done, and then refused: ${again?.code}`);
    }
    const other = this.#creation([...parts.slice(0, -1), otherwise(own)], key);
    const reused = key === undefined ? [] : ['idempotency_key.reused'];
    await this.#client.carryOut({ ...other, final: [...other.final, ...reused] });
    await this.#read(own);
  }

  /** Two operators at once, each on their own, and now and then on the same entry. */
  #write(target: Target): void {
    const { time, chance } = this.#parts;
    for (const operator of this.#operators) void operator.work(target);
    void this.#reports.read(target);
    // Once no payment comes any more.
    const later = chance.between(3 * DAY, 9 * DAY);
    time.after(later, () => void chance.pick(this.#operators).workTwice(target));
    if (!chance.happens(0.4)) return;
    time.after(chance.between(0, 2 * DAY), () => raceOn(target, this.#operators, this.#parts));
  }

  /** Another part of the merchant's does the same under another key. */
  async #openBeside(parts: Parts, key: string): Promise<void> {
    const { time, faults, chance } = this.#parts;
    faults.tally.add('a creation beside another one of the same');
    await time.sleep(chance.between(0, chance.pick([100, MINUTE])));
    await this.#carryOut(parts, key);
  }

  #creation(parts: Parts, key: string | undefined): Command {
    const { oracle, chance } = this.#parts;
    const { kind, reference } = parts[parts.length - 1] as Part;
    const body = bodyOf(parts, (part) => {
      const id = idOf(part, oracle.table);
      return id === undefined ? undefined : chance.pick([id, part.reference]);
    });
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const request = httpEvent({ path: `/${kind}s`, body: JSON.stringify(body), headers });
    return {
      name: `creating ${kind} ${JSON.stringify(body)} under ${key}`,
      ...{ key, kind, route: request.routeKey, reference, body },
      send: () => this.#functions.createCustomer(reference, request),
      final: parts.map((part) => `${part.kind}.exists`),
    };
  }

  async #present({ kind, reference }: Target, count: number): Promise<void> {
    const { time, chance, faults } = this.#parts;
    await time.sleep(chance.between(0, chance.pick([HOUR, 2 * DAY])));
    const key = `present-${reference}-${count}`;
    const amount = chance.happens(0.5) ? chance.between(1, 10_000) : undefined;
    // The description tells Moment's side, and so the oracle, which request of the merchant's it was.
    const body = { description: key, ...(amount !== undefined && { amount }) };
    const request = httpEvent({
      path: `/${kind}s/{id}/payment-requests`,
      id: reference,
      body: JSON.stringify(body),
      headers: { 'idempotency-key': key },
    });
    const send = () => this.#functions.presentBalance(request);
    const name = `presenting ${key}`;
    const { routeKey: route } = request;
    const command: Command = {
      ...{ name, key, kind, route, reference, body, send },
      final: NOTHING_TO_PRESENT,
    };
    const presented = await this.#client.carryOut(command, ASKS_FOR_MS);
    if (!isDone(presented)) return;
    await time.sleep(chance.pick(REPLAYED_AFTER));
    faults.tally.add('a presentation sent again after it was answered');
    await this.#client.carryOut(command);
  }

  /** The newest entries, which may lag, but never tell otherwise than they were. */
  async #read({ kind, reference }: Target): Promise<void> {
    const path = `/${kind}s/{id}/entries`;
    const request = httpEvent({ method: 'GET', path, id: reference, query: { limit: '10' } });
    const ended = await this.#functions.listEntries(request);
    const answer = this.#parts.oracle.answers.read(`reading ${reference}`, ended);
    if (answer?.status !== 200) return;
    const wrong = checkPage(answer.body as unknown as Page, this.#parts.oracle.table);
    if (wrong !== undefined) this.#parts.oracle.table.break(wrong);
  }
}
