import type { Debts } from '#shared/use-cases/obligations/read-debts.ts';
import { remainingOf } from './obligation-view.ts';
import type { DebtsResponse } from './response-schemas.ts';

/** What a customer owes in all. */
export function viewDebts({ accounts, bills, owed, hasMore }: Debts): DebtsResponse {
  return {
    accounts: accounts.map(({ id, externalReference, currency, balance }) => ({
      id,
      external_reference: externalReference,
      currency,
      balance,
    })),
    bills: bills.map((bill) => ({
      id: bill.id,
      external_reference: bill.externalReference,
      account_id: bill.accountId,
      currency: bill.currency,
      amount_remaining: remainingOf(bill),
      balance: bill.balance,
      due_date: bill.dueDate,
    })),
    owed: owed && Object.fromEntries(owed),
    has_more: hasMore,
  };
}
