import { isTracked, type Obligation, type WholeObligation } from '#shared/models/obligation.ts';
import { viewCustomer } from './customer-view.ts';
import type { AccountResponse, BillResponse, CustomerResponse } from './response-schemas.ts';

/** Any obligation as our API shows it: Moment's fields with what is reconciled, and ours. */
export function viewObligation(
  whole: WholeObligation,
): CustomerResponse | AccountResponse | BillResponse {
  switch (whole.obligation.kind) {
    case 'customer':
      return viewCustomer(whole);
    case 'account':
      return viewAccount(whole);
    case 'bill':
      return viewBill(whole);
  }
}

function viewAccount({ obligation, profile }: WholeObligation): AccountResponse {
  return {
    id: obligation.id,
    external_reference: obligation.externalReference,
    customer_id: obligation.customerId,
    name: profile.name,
    currency: obligation.currency,
    balance: obligation.balance,
    balance_tracked: isTracked(obligation),
    payment_rules: obligation.paymentRules,
    metadata: profile.metadata,
    opened_at: obligation.openedAt,
    sequence: obligation.sequence,
  };
}

function viewBill({ obligation, profile }: WholeObligation): BillResponse {
  const { balance = 0, paid = 0 } = obligation;
  return {
    id: obligation.id,
    external_reference: obligation.externalReference,
    customer_id: obligation.customerId,
    account_id: obligation.accountId,
    status: balance > 0 ? 'unpaid' : 'paid',
    currency: obligation.currency,
    amount_due: balance + paid,
    amount_paid: paid,
    amount_remaining: remainingOf(obligation),
    balance,
    bill_date: obligation.billDate,
    due_date: obligation.dueDate,
    payment_rules: obligation.paymentRules,
    metadata: profile.metadata,
    opened_at: obligation.openedAt,
    sequence: obligation.sequence,
  };
}

/** What was paid beyond the amount due is a credit, which the balance shows; nothing remains to be paid then. */
export function remainingOf({ balance = 0 }: Obligation): number {
  return Math.max(0, balance);
}
