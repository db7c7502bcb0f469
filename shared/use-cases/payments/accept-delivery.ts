import type { Delivery } from '#shared/models/delivery.ts';
import { signatureMismatch } from '#shared/moment/signature/signature-mismatch.ts';
import {
  findSigner,
  readSignedHeaders,
  refuseByAge,
  type SignedRequest,
} from '#shared/moment/signature/verify-delivery.ts';
import { type EventMentions, readMentions } from '#shared/moment/wire/event-mentions.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import type { DeliveryQueue } from '#shared/ports/queue.ts';
import type { Clock } from '#shared/ports/world.ts';

export type AcceptDeps = {
  readonly keys: SigningKeys;
  readonly queue: DeliveryQueue;
  readonly clock: Clock;
  readonly toleranceSeconds: number;
};

export type Accepted = { readonly delivery: Delivery; readonly mentions: EventMentions };

/** Verifies a delivery and queues it. Once this returns, the event is ours to keep. */
export async function acceptDelivery(request: SignedRequest, deps: AcceptDeps): Promise<Accepted> {
  const now = deps.clock.now();
  const headers = readSignedHeaders(request);
  const signerAmong = (keys: readonly SigningKey[]) => findSigner(request.body, headers, keys);

  let keys = await deps.keys.read();
  let signer = signerAmong(keys);
  if (!signer) {
    // Perhaps Moment switched to a new key moments ago.
    keys = (await deps.keys.reread()) ?? keys;
    signer = signerAmong(keys);
  }
  if (!signer) throw signatureMismatch(request.body, headers, keys);
  const refusal = refuseByAge(headers, now, deps.toleranceSeconds);
  const delivery: Delivery = {
    body: request.body,
    webhookId: headers.webhookId,
    webhookTimestamp: headers.webhookTimestamp,
    receivedAt: new Date(now).toISOString(),
    ...signer,
    verdict: refusal?.verdict,
  };
  const mentions = readMentions(request.body);
  await deps.queue.put(delivery, mentions.obligationId);
  // Moment signs the next try anew. Should none come, a person finds this one.
  if (refusal) throw refusal.error;
  return { delivery, mentions };
}
