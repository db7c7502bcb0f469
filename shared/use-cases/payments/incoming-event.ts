import type { HeldOutcome } from '#shared/ledger/outcome.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { Delivery, Verdict } from '#shared/models/delivery.ts';
import { type Evidence, evidenceOf } from '#shared/models/evidence.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { type EventMentions, readMentions } from '#shared/moment/wire/event-mentions.ts';
import { readMomentEvent } from '#shared/moment/wire/moment-event.ts';
import type { MomentEvent } from '#shared/moment/wire/told-event.ts';

/** An event on its way into the ledger, read and with all that is kept of it. */
export type IncomingEvent = Pick<HeldEvent, 'raw' | 'hash' | 'receivedAt'> & {
  readonly evidence: Evidence;
  readonly event: MomentEvent;
  /** Its age was not right when it was delivered: it moves no balance before a person or a fresh delivery says so. */
  readonly verdict?: Verdict | undefined;
  /** It waits, and an item says so. */
  readonly waited: boolean;
};

export function fromDelivery(delivery: Delivery): IncomingEvent {
  const { body: raw, receivedAt, verdict } = delivery;
  return {
    event: readMomentEvent(raw),
    raw,
    hash: hashBytes(raw),
    evidence: evidenceOf(delivery),
    receivedAt,
    verdict,
    waited: false,
  };
}

export function fromWaiting(held: HeldEvent): IncomingEvent {
  const { raw, hash, receivedAt } = held;
  return {
    event: readMomentEvent(raw),
    raw,
    hash,
    evidence: evidenceOf(held),
    receivedAt,
    verdict: verdictOf(held),
    waited: true,
  };
}

export function toHeldEvent(incoming: IncomingEvent, outcome: HeldOutcome): HeldEvent {
  const { raw, hash, evidence, receivedAt } = incoming;
  return {
    hash,
    raw,
    state: outcome.kind,
    reason: outcome.reason,
    detail: outcome.detail,
    ...aboutOf(incoming),
    ...evidence,
    receivedAt,
  };
}

function verdictOf({ state, reason }: HeldEvent): Verdict | undefined {
  if (state !== 'stale') return undefined;
  return reason === 'signed_ahead_of_time' ? 'early' : 'stale';
}

/** What the event says that it is about, as far as it says it: a person finds it by that, whatever it is. */
export function aboutOf({ event, raw }: Pick<IncomingEvent, 'event' | 'raw'>): EventMentions {
  if (event.kind !== 'payment') return { ...readMentions(raw), eventId: event.eventId };
  const { eventId, paymentId, obligationId, amount, currency } = event.payment;
  return { eventId, paymentId, obligationId, amount, currency };
}
