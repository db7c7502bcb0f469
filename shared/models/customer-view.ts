import type { Obligation } from './obligation.ts';

/** A customer as our API shows it: Moment's fields with the reconciled balance, and ours. */
export type CustomerView = Readonly<Record<string, unknown>> & { readonly id: string };

/** Members without a value are left out, as Moment does. Amounts in minor units. */
export function viewCustomer(obligation: Obligation, ebpUrl?: string): CustomerView {
  return {
    id: obligation.id,
    external_reference: obligation.externalReference,
    name: obligation.name,
    email: obligation.email,
    phone: obligation.phone,
    currency: obligation.currency,
    balance: obligation.balance,
    payment_rules: obligation.paymentRules,
    metadata: obligation.metadata,
    opened_at: obligation.openedAt,
    ebp_url: ebpUrl,
  };
}
