import type { Obligation } from '#shared/models/obligation.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import type { PaymentRequestResponse } from './response-schemas.ts';

export function viewPaymentRequest(
  { id, status, amount, currency, expiresAt, url }: PaymentRequest,
  obligation: Obligation,
): PaymentRequestResponse {
  return {
    id,
    status,
    amount,
    currency,
    expires_at: expiresAt ?? null,
    url: url ?? null,
    customer_id: obligation.id,
    external_reference: obligation.externalReference,
  };
}
