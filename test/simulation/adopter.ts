import type { Chance } from '#test/support/chance.ts';
import { httpEvent } from '#test/support/http-event.ts';
import type { Answer } from './answers.ts';
import {
  type Client,
  type ClientParts,
  type Command,
  DAY,
  HOUR,
  isDone,
  MINUTE,
} from './client.ts';
import type { Part } from './creation-parts.ts';
import type { Functions } from './functions.ts';
import { NAME_OF_THEIRS } from './simulated-moment.ts';

type Parts = ClientParts & { readonly client: Client; readonly functions: Functions };

export type Adopted = { readonly creation: Command; readonly answer: Answer | undefined };

/** So long after Moment has a customer we are told of it. */
const ADOPTED_AFTER_MAX = [MINUTE, HOUR, 12 * HOUR, 3 * DAY];
const CURRENCY = 'ZAR';
const ENDS = ['customer.exists'];

/** Whoever opens here what Moment has by other means, and was paid meanwhile. */
export class Adopter {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Until it is there, with a balance that held at some moment since. */
  async adopt(own: Part, id: string, since: number, chance: Chance): Promise<Adopted> {
    const { time, faults, client, oracle } = this.#parts;
    const { reference, owed } = own;
    await time.sleep(chance.between(0, chance.pick(ADOPTED_AFTER_MAX)));
    if (owed === undefined || chance.happens(0.4)) {
      oracle.adoptions.send(reference, undefined, time.now());
      const creation = this.#adoption(own, id, undefined, chance);
      const answer = await client.carryOut({ ...creation, final: [...ENDS, 'adoption.ambiguous'] });
      if (answer?.code !== 'adoption.ambiguous') return { creation, answer };
      faults.tally.add('an adoption refused, as it is not said what the balance contains');
    }
    const adoption = () => {
      const asOf = this.#pickMoment(id, since, chance);
      oracle.adoptions.send(reference, asOf, time.now());
      return this.#adoption(own, id, asOf, chance);
    };
    if (chance.happens(0.1)) {
      faults.tally.add('an adoption beside another one, with the balance of another moment');
      void client.carryOut(adoption());
    }
    const creation = adoption();
    const answer = await client.carryOut(creation);
    if (isDone(answer)) faults.tally.add('a customer adopted with the balance of a moment');
    return { creation, answer };
  }

  /** Now, before, or just as somebody paid. */
  #pickMoment(id: string, since: number, chance: Chance): number {
    const { moment, time } = this.#parts;
    const now = time.now();
    const payments = moment.find(id)?.payments ?? [];
    const which = chance.fraction();
    if (which < 0.3) return now;
    if (which < 0.6 && payments.length > 0) return chance.pick(payments).at - chance.between(0, 1);
    return chance.between(since - HOUR, now);
  }

  #adoption(own: Part, id: string, asOf: number | undefined, chance: Chance): Command {
    const { reference, owed, kind } = own;
    const key = chance.happens(0.5) ? `adopt-${reference}-${chance.uuid()}` : undefined;
    const body = {
      id,
      external_reference: reference,
      ...(chance.happens(0.5) && { name: NAME_OF_THEIRS }),
      ...(owed !== undefined && { currency: CURRENCY, balance: owed }),
      ...(asOf !== undefined && { balance_as_of: new Date(asOf).toISOString() }),
    };
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const request = httpEvent({ path: '/customers', body: JSON.stringify(body), headers });
    return {
      name: `adopting ${JSON.stringify(body)} under ${key}`,
      ...{ key, kind, route: request.routeKey, reference, body },
      send: () => this.#parts.functions.createCustomer(reference, request),
      final: ENDS,
    };
  }
}
