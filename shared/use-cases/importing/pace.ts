import type { Later } from '#shared/ports/importing.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';

/** Some four minutes in all, where nobody says how long to wait. */
export const TRIES_MAX = 10;
const WAIT_MS_FIRST = 500;
const WAIT_MS_MAX = 60_000;
const LOOK_EVERY_MS = 200;

export type PaceDeps = {
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** @default as many as are asked for */
  readonly perSecond?: number | undefined;
  readonly stop?: AbortSignal | undefined;
};

/** How fast a stack is called, by all who call it at once. */
export class Pace {
  readonly #deps: PaceDeps;
  /** Before then nobody calls. */
  #nextAt = 0;

  constructor(deps: PaceDeps) {
    this.#deps = deps;
  }

  /** Calls it, and again where it is busy. Answers `later` once it is stopped, or was asked too often. */
  async call<T extends { readonly kind: string }>(
    ask: () => Promise<T | Later>,
  ): Promise<T | Later> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#turn();
      const answer = await ask();
      if (!isLater(answer) || attempt === TRIES_MAX || this.#deps.stop?.aborted) return answer;
      await this.#wait(answer, attempt);
    }
  }

  async #turn(): Promise<void> {
    const { clock, perSecond } = this.#deps;
    await this.#sleepUntil(() => this.#nextAt);
    if (perSecond !== undefined) {
      this.#nextAt = Math.max(this.#nextAt, clock.now()) + 1000 / perSecond;
    }
  }

  async #wait({ afterMs, isBusy }: Later, attempt: number): Promise<void> {
    const { clock, randomness } = this.#deps;
    const doubled = WAIT_MS_FIRST * 2 ** (attempt - 1);
    const waitMs = Math.min(WAIT_MS_MAX, afterMs ?? doubled * (0.5 + randomness.fraction() / 2));
    const until = clock.now() + waitMs;
    // One who is told to slow down tells all.
    if (isBusy) this.#nextAt = Math.max(this.#nextAt, until);
    else await this.#sleepUntil(() => until);
  }

  async #sleepUntil(at: () => number): Promise<void> {
    const { clock, stop } = this.#deps;
    while (clock.now() < at() && !stop?.aborted) {
      await clock.sleep(Math.min(LOOK_EVERY_MS, at() - clock.now()));
    }
  }
}

function isLater(answer: { readonly kind: string }): answer is Later {
  return answer.kind === 'later';
}
