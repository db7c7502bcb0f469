import * as z from 'zod/mini';
import { readUtf8 } from './bytes.ts';
import { parse } from './parsing.ts';

/** One verified HTTP attempt of Moment's to hand us an event. */
export type Delivery = {
  /** The body exactly as it was signed. */
  readonly body: Uint8Array;
  readonly webhookId: string;
  /** When this attempt was signed: Unix seconds, by Moment's clock. */
  readonly webhookTimestamp: number;
  readonly receivedAt: string;
  /** Which of our signing keys matched. */
  readonly keyId: string;
};

/** What travels on the queue. Two encodings, since a queue takes neither all bytes nor all characters. */
const QueueMessage = z.object({
  webhook_id: z.string(),
  webhook_timestamp: z.int(),
  received_at: z.iso.datetime(),
  key_id: z.string(),
  encoding: z.enum(['utf8', 'base64']),
  body: z.string(),
});

// XML 1.0 leaves these two out, and so does SQS; JSON escapes every other character that it refuses.
const NOT_FOR_SQS = /[\uFFFE\uFFFF]/;

// A message holds 1 MiB (SQS quotas); escapes can make a body six times as long, base64 at most 4/3.
const ESCAPED_BYTES_MAX = 768 * 1024;

/** Readable in the console of a dead-letter queue wherever that is possible. */
export function toQueueMessage(delivery: Delivery): string {
  const text = readUtf8(delivery.body);
  const readable =
    text !== undefined &&
    !NOT_FOR_SQS.test(text) &&
    Buffer.byteLength(JSON.stringify(text)) <= ESCAPED_BYTES_MAX;
  return JSON.stringify({
    webhook_id: delivery.webhookId,
    webhook_timestamp: delivery.webhookTimestamp,
    received_at: delivery.receivedAt,
    key_id: delivery.keyId,
    encoding: readable ? 'utf8' : 'base64',
    body: readable ? text : Buffer.from(delivery.body).toString('base64'),
  } satisfies z.infer<typeof QueueMessage>);
}

/** @throws SyntaxError or ParseError if the message is not one of ours. */
export function fromQueueMessage(message: string): Delivery {
  const parsed = parse(QueueMessage, JSON.parse(message));
  return {
    body: Buffer.from(parsed.body, parsed.encoding),
    webhookId: parsed.webhook_id,
    webhookTimestamp: parsed.webhook_timestamp,
    receivedAt: parsed.received_at,
    keyId: parsed.key_id,
  };
}
