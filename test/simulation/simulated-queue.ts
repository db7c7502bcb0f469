import type { SQSEvent } from 'aws-lambda';
import { type Delivery, toQueueMessage } from '#shared/models/delivery.ts';
import type { DeliveryQueue } from '#shared/ports.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { SimulatedTime } from './simulated-time.ts';

type Message = { readonly id: string; readonly body: string; receives: number; isDone: boolean };
/** Ids of the messages that failed, or undefined if the consumer died or threw. */
type Consume = (batch: SQSEvent) => Promise<readonly string[] | undefined>;

const VISIBILITY_MS = 361_000;
const RECEIVES_MAX = 10;
const BATCH_MAX = 50;
const WINDOW_MS_MAX = 1000;
const REDRIVE_MS = 30 * 60_000;
const COPY_PROBABILITY = 0.01;
const DELAY_MS_MAX = 5000;

/** A standard queue: at least once, in any order, with dead letters that an operator sends back. */
export class SimulatedQueue implements DeliveryQueue {
  deadLettersEver = 0;
  #ready: Message[] = [];
  #dead: Message[] = [];
  #count = 0;
  #isPolling = false;
  #isRedriving = false;
  readonly #time: SimulatedTime;
  readonly #chance: Chance;
  readonly #faults: Faults;
  readonly #consume: Consume;

  constructor(time: SimulatedTime, chance: Chance, faults: Faults, consume: Consume) {
    this.#time = time;
    this.#chance = chance;
    this.#faults = faults;
    this.#consume = consume;
  }

  async put(delivery: Delivery): Promise<void> {
    const body = toQueueMessage(delivery);
    const copies = this.#faults.rates.failure > 0 && this.#chance.happens(COPY_PROBABILITY) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      this.#count += 1;
      const message = { id: `m${this.#count}`, body, receives: 0, isDone: false };
      this.#time.after(this.#chance.between(0, DELAY_MS_MAX), () => this.#show(message));
    }
  }

  #show(message: Message): void {
    if (message.isDone) return;
    this.#ready.push(message);
    if (this.#isPolling) return;
    this.#isPolling = true;
    this.#time.after(this.#chance.between(0, WINDOW_MS_MAX), () => void this.#poll());
  }

  async #poll(): Promise<void> {
    this.#isPolling = false;
    while (this.#ready.length > 0) void this.#deliver(this.#take());
  }

  /** Some of those that are visible, in no order; those that were received too often are dead. */
  #take(): Message[] {
    const batch: Message[] = [];
    const size = this.#chance.between(1, BATCH_MAX);
    while (batch.length < size && this.#ready.length > 0) {
      const index = this.#chance.between(0, this.#ready.length - 1);
      const message = this.#ready[index] as Message;
      this.#ready[index] = this.#ready.at(-1) as Message;
      this.#ready.pop();
      message.receives += 1;
      if (message.receives > RECEIVES_MAX) this.#bury(message);
      else batch.push(message);
    }
    return batch;
  }

  async #deliver(batch: Message[]): Promise<void> {
    if (batch.length === 0) return;
    for (const message of batch) this.#time.after(VISIBILITY_MS, () => this.#show(message));
    const failed = await this.#consume(toSqsEvent(batch));
    if (!failed || this.#faults.happens('lostAnswer')) return;
    for (const message of batch) message.isDone ||= !failed.includes(message.id);
  }

  #bury(message: Message): void {
    this.deadLettersEver += 1;
    this.#dead.push(message);
    if (this.#isRedriving) return;
    this.#isRedriving = true;
    this.#time.after(REDRIVE_MS, () => {
      this.#isRedriving = false;
      for (const dead of this.#dead.splice(0)) {
        dead.receives = 0;
        this.#show(dead);
      }
    });
  }
}
