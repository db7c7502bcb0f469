import type { Evidence } from './evidence.ts';
import { readUtf8 } from './utf8.ts';

export const VERDICTS = ['stale', 'early'] as const;
/** What is wrong with the age of a delivery that Moment did sign. */
export type Verdict = (typeof VERDICTS)[number];

/** One verified HTTP attempt of Moment's to hand us an event. */
export type Delivery = Readonly<Evidence> & {
  /** The body exactly as it was signed. */
  readonly body: Uint8Array;
  readonly receivedAt: string;
  /** Where it was signed too long ago or ahead of now: refused, and kept for a person. */
  readonly verdict?: Verdict | undefined;
};

/** What travels on the queue. Two encodings, since a queue takes neither all bytes nor all characters. */
export type QueueMessage = {
  readonly webhook_id: string;
  readonly webhook_timestamp: number;
  readonly received_at: string;
  readonly key_id: string;
  /** Base64: what Moment signed with, so that whoever reads the message need not trust whoever wrote it. */
  readonly signature: string;
  readonly verdict?: Verdict | undefined;
  readonly encoding: 'utf8' | 'base64';
  readonly body: string;
};

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
  return stringify({
    webhook_id: delivery.webhookId,
    webhook_timestamp: delivery.webhookTimestamp,
    received_at: delivery.receivedAt,
    key_id: delivery.keyId,
    signature: delivery.signature,
    verdict: delivery.verdict,
    encoding: readable ? 'utf8' : 'base64',
    body: readable ? text : Buffer.from(delivery.body).toString('base64'),
  });
}

/** Ids may have these two as well; JSON lets them be escaped anywhere. */
function stringify(message: QueueMessage): string {
  return JSON.stringify(message).replaceAll(
    new RegExp(NOT_FOR_SQS, 'g'),
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
