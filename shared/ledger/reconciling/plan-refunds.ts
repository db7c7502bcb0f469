import { paymentKey } from '#shared/models/entry.ts';
import type { ReportRow } from '#shared/models/report-row.ts';
import type { Finding } from './finding.ts';

/** A row that is to be entered as a refund, or of which one that is there is to be told that it is it. */
export type PlannedRefund = {
  readonly row: ReportRow;
  readonly obligationId: string;
  /** Of the payment that went back. */
  readonly entryKey: string;
  /** It was entered by hand: no balance moves. */
  readonly isThere: boolean;
};

/**
 * What of a report can be entered without a word of a person's: refunds of payments that are entered, each on one
 * obligation, in the payment's currency, and of no more than is left of it.
 */
export function planRefunds(findings: readonly Finding[]): readonly PlannedRefund[] {
  const planned: PlannedRefund[] = [];
  const left = new Map<string, number>();
  for (const finding of findings) {
    if (finding.kind === 'matched' && 'key' in finding.ours) {
      const { row, ours } = finding;
      if (ours.reconciliationId !== undefined) continue;
      planned.push({
        row,
        obligationId: ours.obligationId,
        entryKey: paymentKey(ours),
        isThere: true,
      });
    }
    // Stryker disable next-line ConditionalExpression: nothing else has a payment
    if (finding.kind !== 'refund_unknown' || !finding.payment) continue;
    const { row, payment } = finding;
    const [obligationId, another] = payment.obligationIds;
    const isLeft = left.get(payment.paymentId) ?? finding.left;
    const isPlain = obligationId !== undefined && another === undefined;
    if (!isPlain || payment.currency !== row.currency || row.amount > isLeft) continue;
    left.set(payment.paymentId, isLeft - row.amount);
    const { paymentId } = payment;
    const entryKey = paymentKey({ paymentId, obligationId });
    planned.push({ row, obligationId, entryKey, isThere: false });
  }
  return planned;
}

/** What is entered by it, minor units by currency; what is there already is nothing of it. */
export function plannedTotals(planned: readonly PlannedRefund[]): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { row, isThere } of planned) {
    if (isThere) continue;
    totals.set(row.currency, (totals.get(row.currency) ?? 0n) + BigInt(row.amount));
  }
  return totals;
}
