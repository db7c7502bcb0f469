import { type HeldOutcome, quarantined } from '#shared/ledger/outcome.ts';
import { paymentKey } from '#shared/models/entry.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { Tellings } from '#shared/models/tellings.ts';
import type { ToldPayment } from '#shared/moment/wire/told-event.ts';
import type { IncomingEvent } from './incoming-event.ts';

/** What the event means for a balance, or what becomes of it whatever its obligation is. */
export function readMovement(
  incoming: IncomingEvent,
  tellings: Tellings,
): { readonly movement: Movement } | { readonly outcome: HeldOutcome } {
  const { event } = incoming;
  switch (event.kind) {
    case 'irrelevant':
      return { outcome: { kind: 'ignored', reason: event.reason } };
    case 'malformed':
      return { outcome: quarantined('malformed', event.detail) };
    case 'payment':
      return readPayment(event.payment, incoming, tellings);
  }
}

function readPayment(
  payment: ToldPayment,
  incoming: IncomingEvent,
  tellings: Tellings,
): { readonly movement: Movement } | { readonly outcome: HeldOutcome } {
  const { paymentId, amount, toldBy } = payment;
  if (tellings === 'application_only' && toldBy === 'request') {
    return { outcome: { kind: 'ignored', reason: 'told_by_application' } };
  }
  if (amount <= 0) {
    const detail = `data.amount is ${amount}; a payment is positive`;
    return { outcome: quarantined('amount_not_positive', detail) };
  }
  if (paymentId === undefined) {
    const detail =
      'data.payment_id is missing, so that another telling of the same payment would not be known';
    return { outcome: quarantined('payment_unidentified', detail) };
  }
  return { movement: movementOf(payment, paymentId, incoming) };
}

/** @param paymentId by which the payment is known */
export function movementOf(
  payment: ToldPayment,
  paymentId: string,
  { raw, hash, evidence }: IncomingEvent,
): Movement {
  const { obligationId, amount, currency, toldBy } = payment;
  return {
    type: 'payment',
    key: paymentKey({ paymentId, obligationId }),
    obligationId,
    paymentId,
    paymentRequest: payment.paymentRequest,
    description: payment.description,
    amount: -amount,
    currency,
    // The quickstart's form of the event has no time; then the time of signing is the nearest.
    effectiveAt: payment.effectiveAt ?? new Date(evidence.webhookTimestamp * 1000).toISOString(),
    isTimed: payment.effectiveAt !== undefined,
    toldBy,
    cause: {
      kind: 'event',
      id: payment.eventId,
      type: payment.eventType,
      dataId: payment.dataId,
      raw,
      hash,
      evidence,
    },
  };
}
