import type { Faults } from './faults.ts';
import { Invocation, type Trace } from './invocation.ts';
import type { SimulatedTime } from './simulated-time.ts';

export type Ended<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'died' };

type Run<T> = (invocation: Invocation) => Promise<T>;

/** Runs functions, each as an invocation of its own, and tells how each of them ended. */
export class Runner {
  readonly #time: SimulatedTime;
  readonly #faults: Faults;
  readonly #trace: Trace | undefined;
  #runs = 0;

  constructor(time: SimulatedTime, faults: Faults, trace: Trace | undefined) {
    this.#time = time;
    this.#faults = faults;
    this.#trace = trace;
  }

  invoke<T>(name: string, run: Run<T>): Promise<Ended<T>> {
    this.#runs += 1;
    const trace = this.#tracer(`${name} ${this.#runs}`);
    return new Promise((resolve) => {
      const onDeath = () => resolve({ kind: 'died' });
      const invocation = new Invocation(this.#faults, this.#time, onDeath, trace);
      run(invocation).then(
        (answer) => resolve({ kind: 'answered', answer }),
        (error: unknown) => {
          trace?.(`fails: ${error}`);
          resolve({ kind: 'failed', error });
        },
      );
    });
  }

  /** Killed where it is once its time is over. */
  invokeFor<T>(milliseconds: number, name: string, run: Run<T>): Promise<Ended<T>> {
    return this.invoke(name, (invocation) => {
      let isOver = false;
      const end = () => {
        isOver = true;
      };
      const running = run(invocation);
      running.then(end, end);
      this.#time.after(milliseconds, () => {
        if (isOver) return;
        this.#faults.tally.add('a function killed at the end of its time');
        invocation.die();
      });
      return running;
    });
  }

  #tracer(run: string): Trace | undefined {
    const trace = this.#trace;
    return (
      trace && ((line) => trace(`${new Date(this.#time.now()).toISOString()}  ${run}  ${line}`))
    );
  }
}
