import { formatAmount } from '#shared/models/format-amount.ts';
import type { PaymentRules } from './records.ts';

/** From the least to the most that can be paid at once; undefined if nothing can. Minor units. */
export type Payable = { readonly least: number; readonly most: number };

/** docs.momentco.io /api-reference/billing: without rules nobody can pay. */
export function payableOf(
  outstanding: number,
  rules: PaymentRules | undefined,
): Payable | undefined {
  if (!rules) return undefined;
  const owed = Math.max(0, outstanding);
  const { min_amount, max_amount, underpayment_allowed, overpayment_allowed } = rules;
  const least = underpayment_allowed ? min_amount : Math.max(min_amount, owed);
  const most = overpayment_allowed ? max_amount : Math.min(max_amount, owed);
  return least <= most ? { least, most } : undefined;
}

/** Why a payer cannot pay it so, in words for the payer. */
export function whyNotPaid(
  amount: number,
  currency: string,
  payable: Payable | undefined,
): string | undefined {
  if (!payable) return 'Nothing can be paid on this.';
  const { least, most } = payable;
  if (amount < least) return `Pay at least ${formatAmount(least, currency)}.`;
  return amount > most ? `Pay at most ${formatAmount(most, currency)}.` : undefined;
}
