import type { Choose } from './every-choice.ts';

/** Where a run of a function stands still: on its way into a call of a port, or on the way back. */
export type SuspensionPoint = {
  /** Such as `ledger.post`. */
  readonly call: string;
  readonly when: 'before' | 'after';
  /** A sleep and the run's own answer cannot throw; they can only never come back. */
  readonly mayFail: boolean;
};
/** `dies`: nothing is heard of the run again. `fails`: the call throws, before it had its effect or after. */
export type Fate = 'goes on' | 'dies' | 'fails';
export type Gate = (point: SuspensionPoint) => Fate | Promise<Fate>;

export type Ended<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died' };

const never = () => new Promise<never>(() => {});

/** One run of a function, over ports at each of whose calls a gate says how it goes on. */
export class SuspendableRun {
  readonly #gate: Gate;
  #isDead = false;
  #onDeath: () => void = () => {};

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The same port; without a `failure` its calls never throw by themselves. */
  around<T extends object>(name: string, port: T, failure?: () => Error): T {
    return new Proxy(port, {
      get: (target, key) => {
        const member = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        const call = `${name}.${String(key)}`;
        return async (...args: unknown[]) => {
          await this.pause({ call, when: 'before', mayFail: !!failure }, failure);
          const answer = await member.apply(target, args);
          await this.pause({ call, when: 'after', mayFail: !!failure }, failure);
          return answer;
        };
      },
    });
  }

  async pause(point: SuspensionPoint, failure?: () => Error): Promise<void> {
    if (this.#isDead) return never();
    const fate = await this.#gate(point);
    if (fate === 'dies') {
      this.#isDead = true;
      this.#onDeath();
    }
    if (this.#isDead) return never();
    if (fate === 'fails' && failure) throw failure();
  }

  /** Runs until it has an end. The answer itself is a point too: it may never reach whoever asked. */
  play<T>(work: () => Promise<T>): Promise<Ended<T>> {
    return new Promise((resolve) => {
      this.#onDeath = () => resolve({ kind: 'died' });
      const answered = async (ended: Ended<T>) => {
        await this.pause({ call: 'answer', when: 'before', mayFail: false });
        resolve(ended);
      };
      work().then(
        (answer) => answered({ kind: 'answered', answer }),
        (error: unknown) => answered({ kind: 'failed', error }),
      );
    });
  }
}

export const goesOn: Gate = () => 'goes on';

export function fatesAt({ mayFail }: SuspensionPoint): readonly Fate[] {
  return mayFail ? ['goes on', 'dies', 'fails'] : ['goes on', 'dies'];
}

/** Lets each point turn out in every way, up to so many faults in all. */
export function faultAtAnyPoint(
  choose: Choose,
  faultsMax: number,
): (point: SuspensionPoint) => Fate {
  let left = faultsMax;
  return (point) => {
    if (left === 0) return 'goes on';
    const fate = choose(fatesAt(point), (which) => `${which} ${point.when} ${point.call}`);
    if (fate !== 'goes on') left -= 1;
    return fate;
  };
}

type Pending = {
  readonly run: string;
  readonly point: SuspensionPoint;
  readonly release: (fate: Fate) => void;
};

export type InterleavingLimits = {
  /** How many runs may be killed. */
  readonly deaths: number;
  /** How often a run that could go on may be made to wait for another. */
  readonly preemptions: number;
};

/**
 * Several runs at once. Each stands still before each of its calls; step by step one of the calls that are pending is
 * performed, and its run goes on to its next one. What a run does in between touches nothing that others see, so
 * an order of these steps stands for all the timings that lead to it.
 */
export class Interleaving {
  readonly #pending: Pending[] = [];
  readonly calls = new Set<string>();

  gateOf(run: string): Gate {
    return (point) =>
      point.when === 'after'
        ? 'goes on'
        : new Promise((release) => this.#pending.push({ run, point, release }));
  }

  /** Until nothing is pending. */
  async drive(choose: Choose, limits: InterleavingLimits): Promise<void> {
    let { deaths, preemptions } = limits;
    let current = '';
    for (;;) {
      // All that follows from the last step, up to the next calls.
      await new Promise(setImmediate);
      if (this.#pending.length === 0) return;
      const mine = this.#pending.filter(({ run }) => run === current);
      const others = this.#pending.filter(({ run }) => run !== current);
      const movable = mine.length > 0 && preemptions === 0 ? mine : [...mine, ...others];
      const steps = [
        ...movable.map((pending) => ({ pending, fate: 'goes on' as Fate })),
        ...(deaths > 0 ? movable.map((pending) => ({ pending, fate: 'dies' as Fate })) : []),
      ];
      const { pending, fate } = choose(
        steps,
        (step) => `${step.pending.run}: ${step.pending.point.call} ${step.fate}`,
      );
      if (fate === 'dies') deaths -= 1;
      if (mine.length > 0 && pending.run !== current) preemptions -= 1;
      current = pending.run;
      this.calls.add(pending.point.call);
      this.#pending.splice(this.#pending.indexOf(pending), 1);
      pending.release(fate);
    }
  }
}
