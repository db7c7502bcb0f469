import { currencyOf, findObligation, type Obligation, outstandingOf } from './obligations.ts';
import { type Payable, payableOf } from './payment-rules.ts';
import type { Bill, MomentRecords } from './records.ts';

/** One thing that a payer owes on. */
export type StatementLine = {
  readonly obligation: Obligation;
  readonly currency: string;
  /** Minor units; negative is credit. */
  readonly outstanding: number;
  readonly payable: Payable | undefined;
};

export type Statement = {
  readonly owner: Obligation;
  readonly lines: readonly StatementLine[];
};

/** What a customer owes, or what is owed on one account: balances that are tracked, and bills that are open. */
export function statementOf(records: MomentRecords, idOrReference: string): Statement | undefined {
  const owner =
    findObligation(records, 'customer', idOrReference) ??
    findObligation(records, 'account', idOrReference);
  if (!owner) return undefined;
  return { owner, lines: [owner, ...owedUnder(records, owner)].flatMap(toLines) };
}

function owedUnder(
  { accounts, bills }: MomentRecords,
  { kind, record: { id } }: Obligation,
): Obligation[] {
  const parent = kind === 'customer' ? 'customer_id' : 'account_id';
  const ofCustomer = kind === 'customer' ? accounts.childrenOf(parent, id) : [];
  return [
    ...ofCustomer.map((record) => ({ kind: 'account' as const, record })),
    ...bills
      .childrenOf(parent, id)
      .filter(isOpen)
      .map((record) => ({ kind: 'bill' as const, record })),
  ];
}

function toLines(obligation: Obligation): StatementLine[] {
  const outstanding = outstandingOf(obligation);
  if (outstanding === undefined) return [];
  const currency = currencyOf(obligation, undefined);
  const payable = payableOf(outstanding, obligation.record.payment_rules);
  return [{ obligation, currency, outstanding, payable }];
}

const isOpen = ({ status }: Bill): boolean => status === 'unpaid';
