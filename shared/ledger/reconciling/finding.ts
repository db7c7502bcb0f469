import type { ReportRow } from '#shared/models/report-row.ts';
import type { EnteredPayment, EnteredRefund, WaitingPayment } from './entered.ts';

/** How long before the end of the period something of ours took effect, that theirs does not have. */
export const AGES = ['hour', 'day', 'older'] as const;
export type Age = (typeof AGES)[number];

/** What a row of theirs, or something of ours, comes to beside the other side. */
export type Finding =
  | {
      readonly kind: 'matched';
      readonly row: ReportRow;
      readonly ours: EnteredPayment | EnteredRefund;
    }
  | {
      readonly kind: 'amount_differs';
      readonly row: ReportRow;
      readonly ours: EnteredPayment | EnteredRefund;
      /** Of ours, minor units: nothing where another row of theirs has met it already. */
      readonly counted: number;
    }
  | {
      /** We were never told of it, or it waits. */
      readonly kind: 'payment_unknown';
      readonly row: ReportRow;
      readonly waits: WaitingPayment | undefined;
    }
  | {
      readonly kind: 'refund_unknown';
      readonly row: ReportRow;
      /** That went back; undefined where the report does not say which, or we do not have it. */
      readonly payment: EnteredPayment | undefined;
      /** How much of it is left to go back, minor units. */
      readonly left: number;
    }
  | { readonly kind: 'payment_missing'; readonly ours: EnteredPayment; readonly age: Age }
  | { readonly kind: 'refund_missing'; readonly ours: EnteredRefund; readonly age: Age };
export type FindingKind = Finding['kind'];

/** What is of the last hour may be in the next report, and is no difference yet. */
export function differs(finding: Finding): boolean {
  if (finding.kind === 'matched') return false;
  return !('age' in finding) || finding.age !== 'hour';
}
