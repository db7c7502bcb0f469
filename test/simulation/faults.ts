import { ServiceError } from '#shared/errors.ts';
import type { Chance } from './chance.ts';
import type { SimulatedTime } from './simulated-time.ts';

export type FaultRates = {
  /** The function dies, before or after the call had its effect. */
  readonly death: number;
  /** The call fails before it has an effect: throttled, or a connection that never was. */
  readonly failure: number;
  /** The call has its effect, and its answer is lost. */
  readonly lostAnswer: number;
  /** The call takes minutes, so that a message becomes visible again meanwhile. */
  readonly stall: number;
};

/** A world in which everything goes wrong this many times as often as it usually does. */
export function allFaults(times: number): FaultRates {
  return {
    death: 0.01 * times,
    failure: 0.01 * times,
    lostAnswer: 0.01 * times,
    stall: 0.003 * times,
  };
}
export const NO_FAULTS: FaultRates = { death: 0, failure: 0, lostAnswer: 0, stall: 0 };
const LATENCY_MS_MAX = 20;
const STALL_MS_MAX = 15 * 60_000;

/** Faults of the whole world; they can be stopped, to see that everything drains. */
export class Faults {
  rates: FaultRates;
  readonly #chance: Chance;
  readonly #time: SimulatedTime;
  readonly counts = { death: 0, failure: 0, lostAnswer: 0, stall: 0 };

  constructor(rates: FaultRates, chance: Chance, time: SimulatedTime) {
    this.rates = rates;
    this.#chance = chance;
    this.#time = time;
  }

  happens(kind: keyof FaultRates): boolean {
    const rate = this.rates[kind];
    if (rate === 0 || !this.#chance.happens(rate)) return false;
    this.counts[kind] += 1;
    return true;
  }

  latency(): number {
    if (this.happens('stall')) return this.#chance.between(1000, STALL_MS_MAX);
    return this.#chance.between(0, LATENCY_MS_MAX);
  }

  pass(): Promise<void> {
    return this.#time.sleep(this.latency());
  }
}

/** Told of each call, where somebody wants to read what happened. */
export type Trace = (line: string) => void;

/** One run of a function. A dead one never gets an answer again, whatever it asked. */
export class Invocation {
  readonly #faults: Faults;
  readonly #onDeath: () => void;
  #dead = false;

  readonly #trace: Trace | undefined;

  constructor(faults: Faults, onDeath: () => void, trace?: Trace) {
    this.#faults = faults;
    this.#onDeath = onDeath;
    this.#trace = trace;
  }

  /** The same object, with everything that can go wrong around each call of its methods. */
  around<T extends object>(port: T, failure: () => Error = lostConnection): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) =>
          this.#call(() => member.apply(target, args), failure, this.#tracer(name, args));
      },
    });
  }

  async #call(perform: () => unknown, failure: () => Error, trace: Trace): Promise<unknown> {
    await this.#faults.pass();
    await this.#mayDie(trace);
    if (this.#faults.happens('failure')) {
      trace('fails before it has an effect');
      throw failure();
    }
    const answer = await perform();
    await this.#faults.pass();
    await this.#mayDie(trace);
    if (this.#faults.happens('lostAnswer')) {
      trace('is done, and its answer is lost');
      throw failure();
    }
    trace(JSON.stringify(answer) ?? 'done');
    return answer;
  }

  #tracer(name: string | symbol, args: readonly unknown[]): Trace {
    const trace = this.#trace;
    return trace ? (end) => trace(`${String(name)} ${JSON.stringify(args)}: ${end}`) : () => {};
  }

  async #mayDie(trace: Trace): Promise<void> {
    if (!this.#dead && this.#faults.happens('death')) {
      this.#dead = true;
      trace('the function dies');
      this.#onDeath();
    }
    if (this.#dead) await new Promise(() => {});
  }
}

export const lostConnection = (): Error => new Error('socket hang up');
export const momentSilent = (): Error =>
  new ServiceError('moment.unavailable', 'Moment did not answer');
