import { withPaid } from './bills.ts';
import { conflict, invalid } from './problem.ts';
import type { Account, Bill, Customer, MomentRecords } from './records.ts';

/** What can be paid. */
export type Obligation =
  | { readonly kind: 'customer'; readonly record: Customer }
  | { readonly kind: 'account'; readonly record: Account }
  | { readonly kind: 'bill'; readonly record: Bill };

/** By whose ids an event may call what was paid, the most specific first. */
export type Names = {
  readonly bill_id?: string | undefined;
  readonly account_id?: string | undefined;
  readonly customer_id?: string | undefined;
};

/** By Moment's id or the merchant's reference. */
export function findObligation(
  records: MomentRecords,
  kind: Obligation['kind'],
  idOrReference: string,
): Obligation | undefined {
  switch (kind) {
    case 'customer': {
      const record = records.customers.find(idOrReference);
      return record && { kind, record };
    }
    case 'account': {
      const record = records.accounts.find(idOrReference);
      return record && { kind, record };
    }
    case 'bill': {
      const record = records.bills.find(idOrReference);
      return record && { kind, record };
    }
  }
}

export function namesOf({ kind, record }: Obligation): Names {
  switch (kind) {
    case 'customer':
      return { customer_id: record.id };
    case 'account':
      return { account_id: record.id, customer_id: record.customer_id };
    case 'bill':
      return { bill_id: record.id, account_id: record.account_id, customer_id: record.customer_id };
  }
}

/** What is still to be paid; undefined where no balance is tracked. */
export function outstandingOf({ kind, record }: Obligation): number | undefined {
  return kind === 'bill' ? record.amount_remaining : record.balance;
}

/** @throws Problem 400, 409 if nothing can be paid on it, or not in that currency */
export function currencyOf({ kind, record }: Obligation, asked: string | undefined): string {
  if (kind === 'bill' && record.status === 'voided') throw conflict(409, `${record.id} is voided`);
  const { id, currency } = record;
  if (currency === undefined) throw invalid(`${id} has no balance to pay`);
  if (asked !== undefined && asked !== currency) throw invalid(`currency: ${id} owes ${currency}`);
  return currency;
}

/** A bill's `amount_paid` is always moved, as documented; a balance if Moment lowers it. */
export function applyAmount(
  records: MomentRecords,
  { kind, record }: Obligation,
  amount: number,
  lowersBalances: boolean,
): void {
  if (kind === 'bill') records.bills.put(withPaid(record, record.amount_paid + amount));
  else if (lowersBalances && record.balance !== undefined) {
    const balance = record.balance - amount;
    if (kind === 'customer') records.customers.put({ ...record, balance });
    else records.accounts.put({ ...record, balance });
  }
}
