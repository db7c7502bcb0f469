import type { Chance } from '#test/support/chance.ts';
import type { SimulatedTime } from './simulated-time.ts';
import type { Tally } from './tally.ts';

/** What can be made to go wrong: how often it usually does, per occasion, and what it is. */
const KINDS = {
  death: [0.01, 'a function dies at an await'],
  failure: [0.01, 'a call fails before it has an effect'],
  lostAnswer: [0.01, 'a call is done, and its answer is lost'],
  stall: [0.003, 'a call takes up to 15 minutes'],
  throttling: [1, 'the table throttles every call for minutes or hours'],
  conflict: [0.02, 'a write conflicts with another one, with no effect'],
  slowDiscard: [0.5, 'forgetting a refused request takes up to two minutes'],
  mendedByHand: [0.002, 'a balance that was read wrong is put right before anything is posted'],
  indexLag: [0.1, 'an index does not show what was written'],
  queueCopy: [0.01, 'the queue delivers a message twice'],
  forgedMessage: [0.01, 'a message that Moment did not sign is put on the queue'],
  otherVersion: [0.1, 'another version of the code runs, or writes the message'],
  keyUnread: [0.005, 'the signing keys cannot be read'],
  clockSkew: [0.1, "the sender's clock is wrong by about the allowed age"],
  momentRateLimit: [0.05, 'Moment answers 429'],
  momentFailure: [0.05, 'Moment answers 500, perhaps after the work, and stores it for a day'],
  momentRefusal: [0.06, 'Moment answers 400 or 422, and stores it for a day'],
  momentLockedOut: [0.01, 'Moment answers 401, and perhaps stores it for a day'],
  momentSlow: [0.1, 'Moment answers after the caller stopped waiting'],
  momentSilence: [0.05, 'Moment does the work, and the connection breaks'],
  momentTwice: [0.3, 'Moment carries out one key twice, side by side'],
  merchantTwice: [0.1, 'the merchant sends a request twice at once'],
} as const satisfies Record<string, readonly [rate: number, says: string]>;
export type FaultKind = keyof typeof KINDS;
export const FAULT_KINDS = Object.keys(KINDS) as FaultKind[];
export const describeFault = (kind: FaultKind): string => KINDS[kind][1];

const RATE_MAX = 0.5;
const LATENCY_MS_MAX = 20;
const STALL_MS_MAX = 15 * 60_000;
const THROTTLED_MS_MAX = 150 * 60_000;

/** Faults of the whole world; they can be stopped, to see that everything drains. */
export class Faults {
  readonly tally: Tally;
  readonly #times: number;
  readonly #kinds: ReadonlySet<FaultKind>;
  readonly #streams = new Map<FaultKind, Chance>();
  readonly #latencies: Chance;
  readonly #time: SimulatedTime;
  #areStopped = false;
  #throttledUntil = Number.NEGATIVE_INFINITY;

  /** @param times how many times as often as usual things go wrong, 0 for never. */
  constructor(
    times: number,
    kinds: readonly FaultKind[],
    chance: Chance,
    time: SimulatedTime,
    tally: Tally,
  ) {
    this.#times = times;
    this.#kinds = new Set(kinds);
    this.#time = time;
    this.tally = tally;
    this.#latencies = chance.fork('latency');
    for (const kind of FAULT_KINDS) this.#streams.set(kind, chance.fork(kind));
  }

  happens(kind: FaultKind): boolean {
    if (this.#times === 0 || this.#areStopped || !this.#kinds.has(kind)) return false;
    if (!this.of(kind).happens(Math.min(RATE_MAX, KINDS[kind][0] * this.#times))) return false;
    this.tally.add(kind);
    return true;
  }

  /** The chance that decides about faults of one kind, for the details of one. */
  of(kind: FaultKind): Chance {
    return this.#streams.get(kind) as Chance;
  }

  stop(): void {
    this.#areStopped = true;
    this.#throttledUntil = Number.NEGATIVE_INFINITY;
  }

  /** Some times within `period` from now at which the table begins to throttle. */
  throttleWithin(period: number): void {
    if (this.#times === 0 || !this.#kinds.has('throttling')) return;
    const chance = this.of('throttling');
    const count = Math.ceil(KINDS.throttling[0] * this.#times);
    for (let burst = 0; burst < count; burst += 1) {
      const length = chance.between(1000, THROTTLED_MS_MAX);
      this.#time.after(chance.between(0, period), () => {
        this.#throttledUntil = Math.max(this.#throttledUntil, this.#time.now() + length);
      });
    }
  }

  /** Counts the call that is throttled. */
  isThrottled(): boolean {
    if (this.#time.now() >= this.#throttledUntil) return false;
    this.tally.add('throttling');
    return true;
  }

  /** Up to so long, for a fault that is one of time. */
  delay(kind: FaultKind, milliseconds: number): Promise<void> {
    return this.#time.sleep(this.of(kind).between(0, milliseconds));
  }

  pass(): Promise<void> {
    const isStalled = this.happens('stall');
    return this.#time.sleep(
      isStalled
        ? this.of('stall').between(1000, STALL_MS_MAX)
        : this.#latencies.between(0, LATENCY_MS_MAX),
    );
  }
}
