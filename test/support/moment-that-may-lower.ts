import { ServiceError } from '#shared/errors.ts';
import type { ObligationAtMoment, ObligationChanges } from '#shared/models/obligation-at-moment.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { MomentAnswer } from '#shared/ports/moment.ts';
import type { Chance } from './chance.ts';
import { CUSTOMER } from './factories.ts';
import type { TestClock } from './world.ts';

const MINUTE = 60_000;

/**
 * Moment with one customer, whose balance it lowers by itself or not, a few minutes after a payment at times. Updates
 * are answered, or not, and land at once, never, or minutes later.
 */
export class MomentThatMayLower {
  balance: number;
  /** Whether anything goes wrong. */
  isHostile = true;
  updates = 0;
  readonly #lowers: boolean;
  readonly #clock: TestClock;
  readonly #chance: Chance;
  #later: { readonly at: number; readonly happen: () => void }[] = [];

  constructor(balance: number, lowers: boolean, clock: TestClock, chance: Chance) {
    this.balance = balance;
    this.#lowers = lowers;
    this.#clock = clock;
    this.#chance = chance;
  }

  pay(amount: number): void {
    if (!this.#lowers) return;
    const lower = () => {
      this.balance -= amount;
    };
    if (this.#chance.happens(0.7)) lower();
    else this.#within(4, lower);
  }

  /** What was to happen by now. */
  catchUp(): void {
    const due = this.#later.filter(({ at }) => at <= this.#clock.now());
    this.#later = this.#later.filter((one) => !due.includes(one));
    for (const { happen } of due.toSorted((left, right) => left.at - right.at)) happen();
  }

  async findAtMoment(): Promise<ObligationAtMoment> {
    if (this.#goesWrong(0.05)) throw unanswered();
    return { id: CUSTOMER, currency: 'ZAR', balance: this.balance };
  }

  async updateAtMoment(
    _kind: ObligationKind,
    id: string,
    { balance = 0 }: ObligationChanges,
  ): Promise<MomentAnswer<ObligationAtMoment>> {
    this.updates += 1;
    const land = () => {
      this.balance = balance;
    };
    if (this.#goesWrong(0.05)) throw unanswered();
    if (this.#goesWrong(0.05)) {
      return { kind: 'refused', told: { status: 409, title: 'Busy' }, afterUnanswered: false };
    }
    if (this.#goesWrong(0.1)) {
      this.#within(9, land);
      throw unanswered();
    }
    land();
    if (this.#goesWrong(0.1)) throw unanswered();
    const value = { id, currency: 'ZAR', balance };
    if (!this.#goesWrong(0.1)) return { kind: 'done', value };
    this.#within(9, land);
    return { kind: 'done', value, afterUnanswered: true };
  }

  /** Nothing is presented. */
  async expirePaymentRequest(): Promise<never> {
    throw unanswered();
  }

  async findPaymentRequest(): Promise<undefined> {}

  #within(minutes: number, happen: () => void): void {
    const at = this.#clock.now() + this.#chance.between(1, minutes * MINUTE);
    this.#later.push({ at, happen });
  }

  #goesWrong(probability: number): boolean {
    return this.isHostile && this.#chance.happens(probability);
  }
}

function unanswered(): ServiceError {
  return new ServiceError('moment.unavailable', 'Moment did not answer');
}
