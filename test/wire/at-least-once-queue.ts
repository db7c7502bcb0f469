import type { Chance } from '#test/support/chance.ts';

type Message = { readonly id: string; readonly body: string };
/** Ids of the messages that failed. */
type Consume = (batch: readonly Message[]) => Promise<readonly string[]>;

const COPY_PROBABILITY = 0.15;
const AGAIN_PROBABILITY = 0.03;

/** A standard queue in memory: any order, copies, and what failed or seems to have failed comes again. */
export class AtLeastOnceQueue {
  redeliveries = 0;
  #count = 0;
  #inFlight = 0;
  readonly #messages: Message[] = [];
  readonly #chance: Chance;
  readonly #batchMax: number;

  constructor(chance: Chance, batchMax: number) {
    this.#chance = chance;
    this.#batchMax = batchMax;
  }

  /** Messages that nobody works on. */
  get size(): number {
    return this.#messages.length;
  }

  put(body: string): void {
    const copies = this.#chance.happens(COPY_PROBABILITY) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      this.#count += 1;
      this.#messages.push({ id: `m${this.#count}`, body });
    }
  }

  /** One consumer, until nothing is left, in flight elsewhere neither. */
  async drain(consume: Consume): Promise<void> {
    while (this.#messages.length > 0 || this.#inFlight > 0) {
      const batch = this.#take();
      if (batch.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        continue;
      }
      this.#inFlight += 1;
      const failed = await consume(batch).catch(() => batch.map(({ id }) => id));
      this.#inFlight -= 1;
      for (const message of batch) {
        if (!failed.includes(message.id) && !this.#chance.happens(AGAIN_PROBABILITY)) continue;
        this.redeliveries += 1;
        this.#messages.push(message);
      }
    }
  }

  #take(): readonly Message[] {
    const size = Math.min(this.#messages.length, this.#chance.between(1, this.#batchMax));
    return Array.from({ length: size }, () => {
      const index = this.#chance.between(0, this.#messages.length - 1);
      return this.#messages.splice(index, 1)[0] as Message;
    });
  }
}
