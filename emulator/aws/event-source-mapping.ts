import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CONCURRENCY_MAX } from './function-pool.ts';
import { chunkBySize, failedMessageIds, toSqsEvent } from './sqs-event.ts';

export const MappingProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number() }).optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
});

export type EventSource = {
  readonly properties: z.infer<typeof MappingProperties>;
  readonly queueUrl: string;
  readonly visibilitySeconds: number;
  /** How often a message is tried before it is a dead letter. @default for ever */
  readonly triesMax?: number | undefined;
  invoke(event: unknown): Promise<unknown>;
  onWarning(text: string): void;
  onFailed?(failed: FailedMessage): void;
};

/** A message that the function did not take, and what comes next. */
export type FailedMessage = {
  readonly messageId: string;
  readonly body: string;
  readonly tries: number;
  readonly triesMax: number | undefined;
  readonly next: { readonly retryInSeconds: number } | 'dead letter';
};

const RECEIVE_MAX = 10;
const LONG_POLL_SECONDS = 20;
const TROUBLE_MS = 500;

/** Lambda's event source mapping for SQS: collects batches, invokes, deletes what did not fail. */
export class EventSourceMapping {
  /** With the credentials of the function, in whose name Lambda takes its messages. */
  readonly #client: SQSClient;
  /** For what only this machine does. */
  readonly #own: SQSClient;
  readonly #source: EventSource;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #loop: Promise<void>;

  constructor(client: SQSClient, own: SQSClient, source: EventSource) {
    this.#client = client;
    this.#own = own;
    this.#source = source;
    this.#loop = this.#poll();
  }

  /** Batches that are being worked on are not waited for: their messages come back. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #poll(): Promise<void> {
    const { ScalingConfig } = this.#source.properties;
    const concurrency = Math.min(CONCURRENCY_MAX, ScalingConfig?.MaximumConcurrency ?? Infinity);
    while (!this.#stop.signal.aborted) {
      try {
        // Messages are fetched only for somebody who can work on them now.
        if (this.#running.size >= concurrency) await Promise.race(this.#running);
        for (const batch of chunkBySize(await this.#gather())) this.#start(batch);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#source.onWarning(`Cannot receive from ${this.#source.queueUrl}: ${String(error)}`);
        await sleep(TROUBLE_MS);
      }
    }
  }

  /** Up to a batch of messages; the window opens with the first of them. */
  async #gather(): Promise<Message[]> {
    const { BatchSize, MaximumBatchingWindowInSeconds } = this.#source.properties;
    const messages = await this.#receive(BatchSize, LONG_POLL_SECONDS);
    const closesAt = Date.now() + MaximumBatchingWindowInSeconds * 1000;
    while (messages.length > 0 && messages.length < BatchSize) {
      const secondsLeft = Math.ceil((closesAt - Date.now()) / 1000);
      if (secondsLeft <= 0) break;
      messages.push(...(await this.#receive(BatchSize - messages.length, secondsLeft)));
    }
    return messages;
  }

  async #receive(count: number, waitSeconds: number): Promise<Message[]> {
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#source.queueUrl,
        MaxNumberOfMessages: Math.min(RECEIVE_MAX, count),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: this.#stop.signal },
    );
    return Messages;
  }

  #start(batch: readonly Message[]): void {
    const work = this.#work(batch)
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#source.onWarning(String(error));
      })
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #work(batch: readonly Message[]): Promise<void> {
    const failed = await this.#failures(batch);
    if (this.#stop.signal.aborted) return;
    const done = batch.filter(({ MessageId = '' }) => !failed.has(MessageId));
    for (let start = 0; start < done.length; start += RECEIVE_MAX) {
      await this.#delete(done.slice(start, start + RECEIVE_MAX));
    }
    await Promise.all(
      batch.filter(({ MessageId = '' }) => failed.has(MessageId)).map((m) => this.#giveBack(m)),
    );
  }

  async #failures(batch: readonly Message[]): Promise<ReadonlySet<string>> {
    const all = new Set(batch.map(({ MessageId = '' }) => MessageId));
    const { properties, invoke } = this.#source;
    try {
      const result = await invoke(toSqsEvent(batch, properties.EventSourceArn));
      if (!properties.FunctionResponseTypes.includes('ReportBatchItemFailures')) return new Set();
      return failedMessageIds(result, all);
    } catch {
      // The pool has told the log why.
      return all;
    }
  }

  async #delete(batch: readonly Message[]): Promise<void> {
    await this.#client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: this.#source.queueUrl,
        Entries: batch.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  }

  /** AWS makes a failed message wait for its whole visibility timeout; here the first retries come sooner. */
  async #giveBack(message: Message): Promise<void> {
    const { MessageId = '', ReceiptHandle, Body = '', Attributes = {} } = message;
    const { queueUrl, visibilitySeconds, triesMax, onFailed } = this.#source;
    const tries = Number(Attributes['ApproximateReceiveCount'] ?? 1);
    const isDead = triesMax !== undefined && tries >= triesMax;
    const pause = Math.min(2 ** (tries - 1), visibilitySeconds);
    await this.#own.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle,
        // The queue moves a dead letter when it would hand it out once more.
        VisibilityTimeout: isDead ? 0 : pause,
      }),
    );
    const next = isDead ? 'dead letter' : { retryInSeconds: pause };
    onFailed?.({ messageId: MessageId, body: Body, tries, triesMax, next });
  }
}
