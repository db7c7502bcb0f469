import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Chance } from '#test/support/chance.ts';
import type { Answer } from './answers.ts';
import type { Faults } from './faults.ts';
import type { Oracle } from './oracle.ts';
import type { Ended } from './runner.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import type { SimulatedTime } from './simulated-time.ts';
import type { Request } from './true-refusals.ts';

export type Command = Omit<Request, 'sentAt' | 'firstSentAt'> & {
  readonly send: () => Promise<Ended<APIGatewayProxyStructuredResultV2>>;
  /** Refusals that end it as well as an answer does. */
  readonly final: readonly string[];
};

export type ClientParts = {
  readonly time: SimulatedTime;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly oracle: Oracle;
  readonly moment: SimulatedMoment;
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const REPLAYED_AFTER = [MINUTE, HOUR, DAY, 4 * DAY, 14 * DAY];
/** Faults may last for a year of its time; somebody who tries so often is answered in any of them. */
const ATTEMPTS_MAX = 1000;

/** Sends requests for whoever works at the merchant's: again until they are answered, and twice at once. */
export class Client {
  readonly #parts: ClientParts;

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  /** Sends it until it is answered for good, sometimes twice at once. */
  async carryOut(command: Command, forMs = Number.POSITIVE_INFINITY): Promise<Answer | undefined> {
    const { time, chance, faults, oracle } = this.#parts;
    const firstSentAt = time.now();
    const until = firstSentAt + forMs;
    for (let attempt = 0; attempt < ATTEMPTS_MAX && time.now() < until; attempt += 1) {
      const isTwice = faults.happens('merchantTwice');
      const twin = isTwice ? this.#sendOnce(command, firstSentAt) : undefined;
      const answers = [await this.#sendOnce(command, firstSentAt)];
      // Whoever has an answer may not wait for the other one.
      if (chance.happens(0.5)) answers.push(await twin);
      const done = answers.find(isDone);
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

export function isDone(answer: Answer | undefined): boolean {
  return answer?.status === 201 || answer?.status === 200;
}
