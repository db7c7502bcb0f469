import { ServiceError } from '#shared/errors.ts';
import { eventIdOf, obligationIdOf } from '#shared/ledger/incoming-event.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import {
  findSigner,
  readSignedHeaders,
  type SignedRequest,
} from '#shared/moment/signature/verify-delivery.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';
import type { DeliveryQueue } from '#shared/ports/queue.ts';
import type { Clock } from '#shared/ports/world.ts';

export type AcceptDeps = {
  readonly keys: SigningKeys;
  readonly queue: DeliveryQueue;
  readonly clock: Clock;
  readonly toleranceSeconds: number;
};

export type Accepted = { readonly delivery: Delivery; readonly eventId: string | undefined };

/** Verifies a delivery and queues it. Once this returns, the event is ours to keep. */
export async function acceptDelivery(request: SignedRequest, deps: AcceptDeps): Promise<Accepted> {
  const now = deps.clock.now();
  const headers = readSignedHeaders(request, now, deps.toleranceSeconds);
  const signer = (keys: readonly SigningKey[]) => findSigner(request.body, headers, keys);

  let keyId = signer(await deps.keys.active());
  if (keyId === undefined) {
    // Perhaps Moment switched to a new key moments ago.
    const anew = await deps.keys.reread();
    if (anew) keyId = signer(anew);
  }
  if (keyId === undefined) {
    throw new ServiceError(
      'delivery.signature_mismatch',
      'No active signing key made this signature; sign the body as it is sent, byte for byte',
    );
  }
  const delivery: Delivery = {
    body: request.body,
    webhookId: headers.webhookId,
    webhookTimestamp: headers.webhookTimestamp,
    receivedAt: new Date(now).toISOString(),
    keyId,
  };
  const event = readMomentEvent(request.body);
  await deps.queue.put(delivery, obligationIdOf(event));
  return { delivery, eventId: eventIdOf(event) };
}
