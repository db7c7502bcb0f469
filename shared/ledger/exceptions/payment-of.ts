import { type PaymentOnObligation, paymentKey } from '#shared/models/entry.ts';
import { type HeldEvent, type HeldReason, isResolved } from '#shared/models/held-event.ts';

/** What of an event is wrong in itself: it tells of no payment, and the payment that it seems to be about may be told well. */
const TELL_NO_PAYMENT: ReadonlySet<HeldReason> = new Set(['malformed', 'amount_not_positive']);

/**
 * The payment that an event tells of, where that can be settled: by its id, or by the event's own where it has none.
 * Undefined where the event says nothing that could be settled.
 */
export function paymentOf({
  reason,
  state,
  paymentId,
  eventId,
  obligationId,
}: Pick<HeldEvent, 'reason' | 'state' | 'paymentId' | 'eventId' | 'obligationId'>):
  | PaymentOnObligation
  | undefined {
  if (state === 'ignored' || TELL_NO_PAYMENT.has(reason)) return undefined;
  const id = paymentId ?? eventId;
  return id === undefined || obligationId === undefined
    ? undefined
    : { paymentId: id, obligationId };
}

/** What a person is told of a payment that they decide about. */
export function toldOf({ amount, currency }: Pick<HeldEvent, 'amount' | 'currency'>) {
  return { ...(amount !== undefined && { amount }), ...(currency !== undefined && { currency }) };
}

/** What other events tell of the same payment, of the same amount, and wait too: they are decided with it. */
export function waitingBeside(
  event: HeldEvent,
  others: readonly HeldEvent[],
): readonly HeldEvent[] {
  const payment = paymentOf(event);
  if (!payment) return [];
  const key = paymentKey(payment);
  return others.filter((other) => {
    const its = isResolved(other) ? undefined : paymentOf(other);
    const tellsTheSame = other.amount === event.amount && other.currency === event.currency;
    return tellsTheSame && its !== undefined && paymentKey(its) === key;
  });
}
