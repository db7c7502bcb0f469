import type { SQSEvent } from 'aws-lambda';
import type { Delivery } from '#shared/models/delivery.ts';
import type { Chance } from '#test/support/chance.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { Breach } from './breach.ts';
import type { Faults } from './faults.ts';
import type { SimulatedTime } from './simulated-time.ts';

type Message = {
  readonly number: number;
  readonly webhookId: string;
  readonly body: string;
  readonly watcher: Watcher;
  /** What the queue counts its retention from; a message that is sent back counts as a new one. */
  enqueuedAt: number;
  receives: number;
  consumers: number;
  isDone: boolean;
};
/** Ids of the messages that failed, or undefined if the consumer died or threw. */
type Consume = (batch: SQSEvent) => Promise<readonly string[] | undefined>;
/** Told of each message that comes to be, and that is gone for good. */
type Watcher = {
  readonly queue: (webhookId: string) => void;
  readonly delete: (webhookId: string) => void;
  /** Told of one that the queue kept for as long as it keeps any. */
  readonly expire: (webhookId: string) => void;
};

const NOBODY: Watcher = { queue() {}, delete() {}, expire() {} };

const VISIBILITY_MS = 361_000;
const RECEIVES_MAX = 10;
const BATCH_MAX = 50;
const WINDOW_MS_MAX = 1000;
const REDRIVE_MS = 30 * 60_000;
const DELAY_MS_MAX = 5000;
const DAY_MS = 24 * 60 * 60_000;
const RETENTION_MS = 14 * DAY_MS;

/** A standard queue: at least once, in any order, with dead letters that an operator sends back. */
export class SimulatedQueue {
  #ready: Message[] = [];
  #dead: Message[] = [];
  #count = 0;
  #newest = 0;
  #isPolling = false;
  readonly #time: SimulatedTime;
  readonly #chance: Chance;
  readonly #faults: Faults;
  readonly #isDisabled: boolean;
  readonly #consume: Consume;
  readonly #forged = new Set<string>();
  readonly #watcher: Watcher;

  constructor(
    parts: {
      time: SimulatedTime;
      chance: Chance;
      faults: Faults;
      watcher: Watcher;
      /** Nobody takes anything from it. */
      isDisabled: boolean;
    },
    consume: Consume,
  ) {
    this.#time = parts.time;
    this.#chance = parts.chance;
    this.#faults = parts.faults;
    this.#watcher = parts.watcher;
    this.#isDisabled = parts.isDisabled;
    this.#consume = consume;
  }

  async put({ webhookId }: Delivery, body: string): Promise<void> {
    const copies = this.#faults.happens('queueCopy') ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) this.#enqueue(webhookId, body, this.#watcher);
  }

  /** Puts a message there that no webhook sent. */
  forge(body: string): void {
    this.#forged.add(body);
    this.#enqueue(`forged ${this.#forged.size}`, body, NOBODY);
  }

  /** A consumer gives a message up for good. @throws Breach if it was the webhook's own */
  checkBuried(body: string): void {
    if (!this.#forged.has(body)) throw new Breach('a message of the webhook was taken for forged');
    this.#faults.tally.add('forged messages dead at once');
  }

  #enqueue(webhookId: string, body: string, watcher: Watcher): void {
    this.#count += 1;
    const message = {
      ...{ number: this.#count, webhookId, body, watcher, enqueuedAt: this.#time.now() },
      ...{ receives: 0, consumers: 0, isDone: false },
    };
    watcher.queue(webhookId);
    this.#time.after(this.#chance.between(0, DELAY_MS_MAX), () => this.#show(message));
  }

  #show(message: Message): void {
    if (message.isDone) return;
    if (this.#time.now() - message.enqueuedAt > RETENTION_MS) {
      message.isDone = true;
      message.watcher.expire(message.webhookId);
      return;
    }
    if (this.#isDisabled) {
      this.#time.after(DAY_MS, () => this.#show(message));
      return;
    }
    this.#ready.push(message);
    if (this.#isPolling) return;
    this.#isPolling = true;
    this.#time.after(this.#chance.between(0, WINDOW_MS_MAX), () => {
      this.#isPolling = false;
      while (this.#ready.length > 0) void this.#deliver(this.#take());
    });
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
      if (message.isDone) continue;
      message.receives += 1;
      if (message.receives > RECEIVES_MAX) this.#bury(message);
      else batch.push(message);
    }
    return batch;
  }

  async #deliver(batch: Message[]): Promise<void> {
    if (batch.length === 0) return;
    this.#countSights(batch);
    for (const message of batch) {
      message.consumers += 1;
      this.#time.after(VISIBILITY_MS, () => this.#show(message));
    }
    const received = batch.map(({ receives }) => receives);
    const failed = await this.#consume(
      toSqsEvent(batch.map((message) => ({ id: idOf(message), body: message.body }))),
    );
    for (const message of batch) message.consumers -= 1;
    const { tally } = this.#faults;
    if (batch.some(({ receives }, index) => receives !== received[index])) {
      tally.add('a consumer ends after its message was received again (zombie)');
    }
    if (!failed || this.#faults.happens('lostAnswer')) return;
    if (failed.length > 0 && failed.length < batch.length) tally.add('part of a batch fails');
    for (const message of batch) {
      if (message.isDone || failed.includes(idOf(message))) continue;
      message.isDone = true;
      message.watcher.delete(message.webhookId);
    }
  }

  #countSights(batch: readonly Message[]): void {
    const { tally } = this.#faults;
    if (batch.length > 1) tally.add('messages received in a batch', batch.length);
    if (new Set(batch.map(({ webhookId }) => webhookId)).size < batch.length) {
      tally.add('the same id twice in one batch');
    }
    for (const message of batch) {
      if (message.consumers > 0) tally.add('visibility runs out while a consumer still works');
      if (message.number < this.#newest) tally.add('a message overtaken by a later one');
      this.#newest = Math.max(this.#newest, message.number);
    }
  }

  #bury(message: Message): void {
    this.#faults.tally.add('dead letters redriven');
    if (this.#dead.push(message) > 1) return;
    this.#time.after(REDRIVE_MS, () => {
      for (const dead of this.#dead.splice(0)) {
        dead.receives = 0;
        dead.enqueuedAt = this.#time.now();
        this.#show(dead);
      }
    });
  }
}

const idOf = ({ number }: Message) => `m${number}`;
