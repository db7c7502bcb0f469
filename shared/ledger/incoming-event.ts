import { hashBytes } from '#shared/models/bytes.ts';
import type { Delivery } from '#shared/models/delivery.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { type MomentEvent, readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import type { HeldOutcome } from './outcome.ts';

/** An event on its way into the ledger, read and with all that is kept of it. */
export type IncomingEvent = Pick<
  HeldEvent,
  'raw' | 'hash' | 'webhookId' | 'webhookTimestamp' | 'keyId' | 'receivedAt'
> & {
  readonly event: MomentEvent;
  /** It waited for its obligation, and an item says so. */
  readonly waited: boolean;
};

export function fromDelivery(delivery: Delivery): IncomingEvent {
  const { body: raw, webhookId, webhookTimestamp, keyId, receivedAt } = delivery;
  const event = readMomentEvent(raw);
  return {
    event,
    raw,
    hash: hashBytes(raw),
    webhookId,
    webhookTimestamp,
    keyId,
    receivedAt,
    waited: false,
  };
}

export function fromWaiting(held: HeldEvent): IncomingEvent {
  const { raw, hash, webhookId, webhookTimestamp, keyId, receivedAt } = held;
  return {
    event: readMomentEvent(raw),
    raw,
    hash,
    webhookId,
    webhookTimestamp,
    keyId,
    receivedAt,
    waited: true,
  };
}

export function toHeldEvent(incoming: IncomingEvent, outcome: HeldOutcome): HeldEvent {
  const { event, raw, hash, webhookId, webhookTimestamp, keyId, receivedAt } = incoming;
  return {
    hash,
    raw,
    state: outcome.kind,
    reason: outcome.reason,
    detail: outcome.detail,
    eventId: eventIdOf(event),
    obligationId: obligationIdOf(event),
    webhookId,
    webhookTimestamp,
    keyId,
    receivedAt,
  };
}

export function eventIdOf(event: MomentEvent): string | undefined {
  return event.kind === 'payment' ? event.payment.eventId : event.eventId;
}

/** What the event says was paid, if it tells of a payment. */
export function obligationIdOf(event: MomentEvent): string | undefined {
  return event.kind === 'payment' ? event.payment.obligationId : undefined;
}
