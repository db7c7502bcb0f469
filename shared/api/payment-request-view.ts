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
    ...idsOf(obligation),
    external_reference: obligation.externalReference,
  };
}

function idsOf({ id, kind, customerId, accountId }: Obligation) {
  switch (kind) {
    case 'customer':
      return { customer_id: id };
    case 'account':
      return { customer_id: customerId, account_id: id };
    case 'bill':
      return { customer_id: customerId, account_id: accountId, bill_id: id };
  }
}
