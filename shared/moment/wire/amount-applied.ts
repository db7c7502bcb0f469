import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { tryParse } from '#shared/models/parsing.ts';
import { AMOUNT_APPLIED } from './event-forms.ts';
import { OpaqueId, PaymentId, Time, toUtc } from './event-members.ts';
import { type MomentEvent, malformed } from './told-event.ts';

/** docs.momentco.io /api-reference/billing/webhook/obligation_amount_applied */
const AmountApplied = z.object({
  id: OpaqueId,
  amount: MinorUnits,
  currency: CurrencyCode,
  payment_id: z.nullish(PaymentId),
  customer_id: z.nullish(ObligationId),
  account_id: z.nullish(ObligationId),
  bill_id: z.nullish(ObligationId),
  created_at: Time,
});

export function readAmountApplied(eventId: string, data: Record<string, unknown>): MomentEvent {
  const parsed = tryParse(AmountApplied, data);
  if (!parsed.ok) return malformed(eventId, parsed.problems, 'data');
  const { bill_id, account_id, customer_id, ...facts } = parsed.value;
  // The docs do not say that an event names one of them only; the most specific is what was paid.
  const obligationId = bill_id ?? account_id ?? customer_id;
  if (!obligationId) {
    return { kind: 'malformed', eventId, detail: 'data: needs customer_id, account_id or bill_id' };
  }
  return {
    kind: 'payment',
    payment: {
      eventId,
      eventType: AMOUNT_APPLIED,
      toldBy: 'application',
      dataId: facts.id,
      obligationId,
      paymentId: facts.payment_id ?? undefined,
      amount: facts.amount,
      currency: facts.currency,
      effectiveAt: toUtc(facts.created_at),
    },
  };
}
