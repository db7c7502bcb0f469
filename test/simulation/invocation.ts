import type { Clock } from '#shared/ports/world.ts';
import type { Faults } from './faults.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** Told of each call, where somebody wants to read what happened. */
export type Trace = (line: string) => void;

export type Troubles = {
  /** What a call that fails throws. */
  readonly failure: () => Error;
  /** What every call throws while the other side is out of order. */
  readonly outage?: () => Error | undefined;
};

/** One run of a function. A dead one never gets an answer again, whatever it asked. */
export class Invocation {
  readonly #faults: Faults;
  readonly #time: SimulatedTime;
  readonly #onDeath: () => void;
  readonly #trace: Trace | undefined;
  #isDead = false;

  constructor(faults: Faults, time: SimulatedTime, onDeath: () => void, trace?: Trace) {
    this.#faults = faults;
    this.#time = time;
    this.#onDeath = onDeath;
    this.#trace = trace;
  }

  /** The same object, with everything that can go wrong around each call of its methods. */
  around<T extends object>(port: T, troubles: Troubles): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) =>
          this.#call(() => member.apply(target, args), troubles, this.#tracer(name, args));
      },
    });
  }

  /** The world's clock; a function can die while it sleeps, too. */
  clock(): Clock {
    return {
      now: () => this.#time.now(),
      sleep: async (milliseconds) => {
        await this.#time.sleep(milliseconds);
        await this.#mayDie(this.#tracer('sleep', [milliseconds]));
      },
    };
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#trace?.('the function dies');
    this.#onDeath();
  }

  async #call(
    perform: () => unknown,
    { failure, outage }: Troubles,
    trace: Trace,
  ): Promise<unknown> {
    await this.#faults.pass();
    await this.#mayDie(trace);
    const out = outage?.();
    if (out) {
      trace('is refused by what is out of order');
      throw out;
    }
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
    if (this.#trace) trace(show(answer) ?? 'done');
    return answer;
  }

  #tracer(name: string | symbol, args: readonly unknown[]): Trace {
    const trace = this.#trace;
    return trace ? (end) => trace(`${String(name)} ${show(args)}: ${end}`) : () => {};
  }

  async #mayDie(trace: Trace): Promise<void> {
    if (!this.#isDead && this.#faults.happens('death')) {
      trace('unanswered');
      this.die();
    }
    if (this.#isDead) await new Promise(() => {});
  }
}

/** JSON, with bytes told by their number. */
function show(value: unknown): string | undefined {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, member: unknown) {
    const held = this[key];
    return held instanceof Uint8Array ? `<${held.length} bytes>` : member;
  });
}
