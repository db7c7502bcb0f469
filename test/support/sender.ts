import { createHmac } from 'node:crypto';

export type Target = { readonly webhookUrl: string; readonly signingSecret: string };
export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** Signed events, each sent until it is acknowledged, as Moment does. */
export class Sender {
  acknowledged = 0;
  refused = 0;
  /** When each event was first sent, by its id: epoch milliseconds. */
  readonly sentAt = new Map<string, number>();
  #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  /** A restarted stack may listen elsewhere. */
  moveTo(target: Target): void {
    this.#target = target;
  }

  async sendAll(events: readonly { readonly id: string }[], inFlight = 32): Promise<void> {
    const waiting = events.values();
    const worker = async () => {
      for (const event of waiting) await this.#untilAcknowledged(event);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  }

  async #untilAcknowledged(event: { readonly id: string }): Promise<void> {
    if (!this.sentAt.has(event.id)) this.sentAt.set(event.id, Date.now());
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const answer = await sendWebhook(this.#target, JSON.stringify(event), event.id).catch(
        () => undefined,
      );
      if (answer?.status === 200) {
        this.acknowledged += 1;
        return;
      }
      this.refused += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${event.id} was never acknowledged`);
  }
}

export async function sendWebhook(
  { webhookUrl, signingSecret }: Target,
  body: string | Buffer,
  webhookId: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const now = new Date();
  const response = await fetch(webhookUrl, {
    method: 'POST',
    body: Buffer.from(body),
    headers: {
      'content-type': 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': sign(signingSecret, webhookId, now, Buffer.from(body)),
      ...headers,
    },
  });
  return { status: response.status, body: toJson(await response.text()) };
}

export async function request(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: toJson(await response.text()) };
}

/** Over bytes, since `standardwebhooks` signs text, which bytes that are not UTF-8 would not survive. */
function sign(secret: string, webhookId: string, at: Date, body: Buffer): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = createHmac('sha256', key)
    .update(`${webhookId}.${Math.floor(at.getTime() / 1000)}.`)
    .update(body);
  return `v1,${signed.digest('base64')}`;
}

function toJson(text: string): Record<string, unknown> {
  return text === '' ? {} : JSON.parse(text);
}
