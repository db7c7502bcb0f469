import type { Clock } from '#shared/ports/world.ts';

const STEPS_PER_TURN = 5000;

type Timer = { readonly at: number; readonly order: number; readonly run: () => void };

/** The only clock. Nothing happens but what is due; between two things no time passes for real. */
export class SimulatedTime implements Clock {
  steps = 0;
  #now: number;
  #order = 0;
  // A binary heap: the earliest first, and of those the one that was asked for first.
  readonly #heap: Timer[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  after(milliseconds: number, run: () => void): void {
    this.#order += 1;
    this.#push({ at: this.#now + Math.max(0, milliseconds), order: this.#order, run });
  }

  /** Lets time pass until nothing is left to do. `onStep` looks at the world after each thing that happened. */
  async run(onStep: () => void): Promise<void> {
    for (let next = this.#pop(); next; next = this.#pop()) {
      this.#now = next.at;
      this.steps += 1;
      next.run();
      // All that follows from it at once, before the next thing is due: a tick comes once no promise is left to
      // settle. Now and then the event loop turns, for the terminal's sake.
      await new Promise((resolve) =>
        this.steps % STEPS_PER_TURN === 0 ? setImmediate(resolve) : process.nextTick(resolve),
      );
      onStep();
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(timer, heap[parent])) break;
      heap[index] = heap[parent] as Timer;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (isBefore(heap[child + 1], heap[child])) child += 1;
      if (!isBefore(heap[child], last)) break;
      heap[index] = heap[child] as Timer;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(left: Timer | undefined, right: Timer | undefined): boolean {
  if (!left || !right) return left !== undefined;
  return left.at === right.at ? left.order < right.order : left.at < right.at;
}
