import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { tryParse } from '#shared/models/parsing.ts';
import { PAYMENT_REQUEST_PAID } from './event-forms.ts';
import { Description, OpaqueId, PaymentId, Time, toUtc } from './event-members.ts';
import { type MomentEvent, malformed } from './told-event.ts';

/** docs.momentco.io /api-reference/collect/payment_requests/webhook/paid; ours carry the obligation in `metadata`. */
const PaymentRequestPaid = z.object({
  id: OpaqueId,
  amount: MinorUnits,
  currency: CurrencyCode,
  payment_id: z.nullish(PaymentId),
  metadata: z.object({ obligation_id: ObligationId }),
  description: Description,
  updated_at: Time,
});

export function readPaymentRequestPaid(
  eventId: string,
  data: Record<string, unknown>,
): MomentEvent {
  if (!isPresentedByUs(data)) return { kind: 'irrelevant', eventId, reason: 'not_presented_by_us' };
  const parsed = tryParse(PaymentRequestPaid, data);
  if (!parsed.ok) return malformed(eventId, parsed.problems, 'data');
  const paid = parsed.value;
  return {
    kind: 'payment',
    payment: {
      eventId,
      eventType: PAYMENT_REQUEST_PAID,
      toldBy: 'request',
      dataId: paid.id,
      obligationId: paid.metadata.obligation_id,
      paymentId: paid.payment_id ?? undefined,
      paymentRequest: paid.id,
      description: paid.description ?? undefined,
      amount: paid.amount,
      currency: paid.currency,
      effectiveAt: toUtc(paid.updated_at),
    },
  };
}

function isPresentedByUs({ metadata }: Record<string, unknown>): boolean {
  if (typeof metadata !== 'object' || metadata === null) return false;
  return 'obligation_id' in metadata && metadata.obligation_id !== null;
}
