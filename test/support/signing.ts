import { createHmac } from 'node:crypto';
import type { Evidence } from '#shared/models/evidence.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import type { DeadLetters, DeadReason } from '#shared/ports/queue.ts';

export const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** What signs whatever the tests have signed by Moment, unless they say otherwise. */
export const SIGNING_KEY: SigningKey = {
  id: 'key-1',
  bytes: Buffer.from(SIGNING_SECRET.slice('whsec_'.length), 'base64'),
};

/** As Moment makes it; written here once more, so that no test takes our own word for it. */
export function signatureOf(
  body: Uint8Array,
  { webhookId, webhookTimestamp }: Pick<Evidence, 'webhookId' | 'webhookTimestamp'>,
  { bytes }: SigningKey = SIGNING_KEY,
): string {
  return createHmac('sha256', bytes)
    .update(`${webhookId}.${webhookTimestamp}.`)
    .update(body)
    .digest('base64');
}

/** Keys that are always there, and `newer` ones that are seen once they are read anew. */
export function keysOf(
  keys: readonly SigningKey[] = [SIGNING_KEY],
  newer: readonly SigningKey[] | undefined = keys,
): SigningKeys {
  return { read: async () => keys, reread: async () => newer };
}

export class MemoryDeadLetters implements DeadLetters {
  readonly messages: { readonly message: string; readonly reason: DeadReason }[] = [];

  async bury(message: string, reason: DeadReason): Promise<void> {
    this.messages.push({ message, reason });
  }
}
