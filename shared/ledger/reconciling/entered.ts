import { paidBy } from '#shared/ledger/paid.ts';
import type { StatementLine } from '#shared/models/entry.ts';

/** A payment as the ledger has it, on one obligation or several. */
export type EnteredPayment = {
  readonly paymentId: string;
  /** What Moment's reports call it, where that is known. */
  readonly reference?: string | undefined;
  readonly obligationIds: readonly string[];
  /** Minor units, positive: what its entries lowered balances by together. */
  readonly amount: number;
  readonly currency: string;
  /** When it took effect, ISO 8601 in UTC. */
  readonly at: string;
};

/** What went back of a payment, as the ledger has it. */
export type EnteredRefund = {
  readonly key: string;
  /** Which row of a report it is, where that is known. */
  readonly reconciliationId?: string | undefined;
  readonly paymentId: string;
  readonly obligationId: string;
  /** Minor units, positive. */
  readonly amount: number;
  readonly currency: string;
  /** When it was entered: its effect is dated back to its payment's. */
  readonly at: string;
};

/** A payment that an event told of, which waits for its obligation or for a person. */
export type WaitingPayment = {
  /** Of the exception. */
  readonly id: string;
  readonly paymentId: string;
  readonly reference?: string | undefined;
};

export type Entered = {
  readonly payments: readonly EnteredPayment[];
  readonly refunds: readonly EnteredRefund[];
  readonly waiting: readonly WaitingPayment[];
};

/** Each payment once: of its entries, and of what put their amounts right. */
export function paymentsOf(lines: readonly StatementLine[]): readonly EnteredPayment[] {
  const payments = new Map<string, EnteredPayment>();
  for (const line of lines.filter(({ type }) => type === 'payment')) {
    const { paymentId, obligationId, currency, effectiveAt } = line;
    if (paymentId === undefined) continue;
    const before = payments.get(paymentId);
    payments.set(paymentId, {
      paymentId,
      obligationIds: [...(before?.obligationIds ?? []), obligationId],
      amount: (before?.amount ?? 0) + paidBy(line),
      currency,
      at: before?.at ?? effectiveAt,
    });
  }
  for (const line of lines.filter(({ adjusts }) => adjusts !== undefined)) {
    const payment = payments.get(String(line.paymentId));
    if (!payment) continue;
    payments.set(payment.paymentId, { ...payment, amount: payment.amount + paidBy(line) });
  }
  return [...payments.values()];
}

export function refundsOf(lines: readonly StatementLine[]): readonly EnteredRefund[] {
  return lines.flatMap(({ type, paymentId, amount, recordedAt, ...line }) => {
    if (type !== 'refund' || paymentId === undefined) return [];
    const { key, reconciliationId, obligationId, currency } = line;
    return [{ key, reconciliationId, paymentId, obligationId, amount, currency, at: recordedAt }];
  });
}
