import { Webhook } from 'standardwebhooks';
import { ATTEMPT_MS_MAX, ATTEMPTS_AT_ONCE_MAX } from './assumptions.ts';
import type { Attempt, Outbox, OutboxRow } from './outbox.ts';

export type Delivery = { readonly row: OutboxRow; readonly milliseconds: number };

export type DelivererOptions = {
  /** `whsec_...` */
  readonly signingSecret: string;
  onAttempt(delivery: Delivery): void;
};

/** Delivers what is in the outbox, signed anew at each attempt, until it is acknowledged. */
export class Deliverer {
  readonly #outbox: Outbox;
  readonly #options: DelivererOptions;
  readonly #webhook: Webhook;
  readonly #inFlight = new Map<number, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #webhookUrl: string | undefined;

  constructor(outbox: Outbox, options: DelivererOptions) {
    this.#outbox = outbox;
    this.#options = options;
    this.#webhook = new Webhook(options.signingSecret);
  }

  /** Until the address is known, what is to be delivered waits in the outbox. */
  readonly deliverTo = (webhookUrl: string): void => {
    this.#webhookUrl = webhookUrl;
    this.pump();
  };

  /** Starts what is due and wakes again for what is due later. */
  readonly pump = (): void => {
    clearTimeout(this.#timer);
    const webhookUrl = this.#webhookUrl;
    if (webhookUrl === undefined || this.#stop.signal.aborted) return;
    // What is in flight is still due in the outbox, so that it is delivered again after a crash.
    for (const row of this.#outbox.due(Date.now(), 2 * ATTEMPTS_AT_ONCE_MAX)) {
      if (this.#inFlight.size >= ATTEMPTS_AT_ONCE_MAX) return;
      if (!this.#inFlight.has(row.sequence)) this.#start(row, webhookUrl);
    }
    if (this.#inFlight.size > 0) return;
    const nextAt = this.#outbox.nextAt();
    if (nextAt !== undefined) this.#timer = setTimeout(this.pump, Math.max(0, nextAt - Date.now()));
  };

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#inFlight.values());
  }

  #start(row: OutboxRow, webhookUrl: string): void {
    const startedAt = performance.now();
    const delivery = this.#attempt(row, webhookUrl).then((attempt) => {
      this.#inFlight.delete(row.sequence);
      if (this.#stop.signal.aborted) return;
      const recorded = this.#outbox.record(row, attempt, Date.now());
      this.#options.onAttempt({ row: recorded, milliseconds: performance.now() - startedAt });
      this.pump();
    });
    this.#inFlight.set(row.sequence, delivery);
  }

  async #attempt({ webhook_id, body }: OutboxRow, webhookUrl: string): Promise<Attempt> {
    const signedAt = new Date();
    try {
      const response = await fetch(webhookUrl, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ATTEMPT_MS_MAX)]),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'moment-sandbox',
          'webhook-id': webhook_id,
          'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
          'webhook-signature': this.#webhook.sign(webhook_id, signedAt, body),
        },
        body,
      });
      await response.arrayBuffer();
      return { status: response.status };
    } catch (error) {
      const { message, cause } = error as Error;
      return { error: cause instanceof Error ? cause.message : message };
    }
  }
}
