import { isTracked, type WholeObligation } from '#shared/models/obligation.ts';
import type { CustomerResponse } from './response-schemas.ts';

/** A customer as our API shows it: Moment's fields with the reconciled balance, and ours. */
export function viewCustomer(
  { obligation, profile }: WholeObligation,
  ebpUrl?: string,
): CustomerResponse {
  return {
    id: obligation.id,
    external_reference: obligation.externalReference,
    name: profile.name,
    email: profile.email,
    phone: profile.phone,
    currency: obligation.currency,
    balance: obligation.balance,
    balance_tracked: isTracked(obligation),
    payment_rules: obligation.paymentRules,
    metadata: profile.metadata,
    opened_at: obligation.openedAt,
    sequence: obligation.sequence,
    ebp_url: ebpUrl,
  };
}
