import * as z from 'zod/mini';
import { type Delivery, type QueueMessage, VERDICTS } from './delivery.ts';
import { parse } from './parsing.ts';

// Apart from what writes a message: the webhook only writes, and starts sooner without a schema.
const Message: z.ZodMiniType<QueueMessage> = z.object({
  webhook_id: z.string(),
  webhook_timestamp: z.int(),
  received_at: z.iso.datetime(),
  key_id: z.string(),
  signature: z.string(),
  verdict: z.optional(z.enum(VERDICTS)),
  encoding: z.enum(['utf8', 'base64']),
  body: z.string(),
});

/** @throws SyntaxError or ParseError if the message is not one of ours. */
export function fromQueueMessage(message: string): Delivery {
  const parsed = parse(Message, JSON.parse(message));
  return {
    body: Buffer.from(parsed.body, parsed.encoding),
    webhookId: parsed.webhook_id,
    webhookTimestamp: parsed.webhook_timestamp,
    receivedAt: parsed.received_at,
    keyId: parsed.key_id,
    signature: parsed.signature,
    ...(parsed.verdict !== undefined && { verdict: parsed.verdict }),
  };
}
