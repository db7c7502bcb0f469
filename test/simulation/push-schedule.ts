import type { Obligation } from '#shared/models/obligation.ts';
import type { SimulatedTime } from './simulated-time.ts';

const MINUTE = 60_000;

/** Runs the push each minute, but for those in which nothing is due. */
export class PushSchedule {
  readonly #time: SimulatedTime;
  readonly #run: () => void;
  readonly #dueAt = new Map<string, number>();
  #nextAt = Number.POSITIVE_INFINITY;

  constructor(time: SimulatedTime, run: () => void) {
    this.#time = time;
    this.#run = run;
  }

  /** Told of each obligation as it is written. */
  see({ id, untold }: Obligation): void {
    if (untold?.state !== 'push') {
      this.#dueAt.delete(id);
      return;
    }
    const dueAt = Date.parse(untold.dueAt);
    this.#dueAt.set(id, dueAt);
    this.#plan(dueAt);
  }

  #plan(dueAt: number): void {
    const now = this.#time.now();
    const at = Math.ceil(Math.max(dueAt, now + 1) / MINUTE) * MINUTE;
    if (at >= this.#nextAt) return;
    this.#nextAt = at;
    this.#time.after(at - now, () => {
      if (this.#nextAt !== at) return;
      this.#nextAt = Number.POSITIVE_INFINITY;
      const dues = [...this.#dueAt.values()];
      if (dues.length === 0) return;
      const first = Math.min(...dues);
      if (first <= at) this.#run();
      this.#plan(first);
    });
  }
}
