import type { ReportPeriod, ReportRow } from '#shared/models/report-row.ts';
import type { Entered, EnteredPayment, EnteredRefund } from './entered.ts';
import type { Age, Finding } from './finding.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Each row of a report beside the ledger, and what the ledger has of the period beside the rows.
 *
 * @param period undefined where nobody knows what the report covers: then nothing is missing in it
 */
export function reconcileReport(
  rows: readonly ReportRow[],
  entered: Entered,
  period: ReportPeriod | undefined,
): readonly Finding[] {
  const find = paymentFinder(entered.payments);
  const met = new Set<EnteredPayment | EnteredRefund>();
  const findings = rows.map((row): Finding => {
    const finding =
      row.kind === 'payment'
        ? meetPayment(row, find(row), entered, met)
        : meetRefund(row, find(row), entered, met);
    // Stryker disable next-line ConditionalExpression: nothing is met by what is not there
    if ('ours' in finding) met.add(finding.ours);
    return finding;
  });
  return period ? [...findings, ...missingIn(period, entered, met)] : findings;
}

/** By its id where the report has that, and otherwise by what Moment says its reports call it. */
function paymentFinder(payments: readonly EnteredPayment[]) {
  const byId = new Map(payments.map((payment) => [payment.paymentId, payment]));
  const byReference = new Map(payments.map((payment) => [payment.reference, payment]));
  return ({ paymentId, reconciliationId }: ReportRow): EnteredPayment | undefined =>
    paymentId === undefined ? byReference.get(reconciliationId) : byId.get(paymentId);
}

type Met = ReadonlySet<EnteredPayment | EnteredRefund>;

function meetPayment(
  row: ReportRow,
  ours: EnteredPayment | undefined,
  { waiting }: Entered,
  met: Met,
): Finding {
  if (!ours) {
    const { paymentId, reconciliationId } = row;
    const waits = waiting.find(({ paymentId: id, reference }) =>
      paymentId === undefined ? reference === reconciliationId : id === paymentId,
    );
    return { kind: 'payment_unknown', row, waits };
  }
  const counted = met.has(ours) ? 0 : ours.amount;
  return counted === row.amount && ours.currency === row.currency
    ? { kind: 'matched', row, ours }
    : { kind: 'amount_differs', row, ours, counted };
}

/**
 * What was entered as a row of a report is that row and no other. One that was entered by hand is told from another of
 * the same payment by its amount alone.
 */
function meetRefund(
  row: ReportRow,
  payment: EnteredPayment | undefined,
  { refunds }: Entered,
  met: Met,
): Finding {
  const known = refunds.find(({ reconciliationId }) => reconciliationId === row.reconciliationId);
  if (known) {
    return isSame(known, row) && (!payment || payment.paymentId === known.paymentId)
      ? { kind: 'matched', row, ours: known }
      : { kind: 'amount_differs', row, ours: known, counted: known.amount };
  }
  const ofPayment = refunds.filter(({ paymentId }) => paymentId === payment?.paymentId);
  const ours = ofPayment.find(
    (refund) => refund.reconciliationId === undefined && isSame(refund, row) && !met.has(refund),
  );
  if (ours) return { kind: 'matched', row, ours };
  const back = ofPayment.reduce((sum, { amount }) => sum + amount, 0);
  return { kind: 'refund_unknown', row, payment, left: (payment?.amount ?? 0) - back };
}

function isSame(ours: EnteredPayment | EnteredRefund, { amount, currency }: ReportRow): boolean {
  return ours.amount === amount && ours.currency === currency;
}

/** The oldest first. A refund that is known as a row was in another report. */
function missingIn(
  { from, to }: ReportPeriod,
  { payments, refunds }: Entered,
  met: Met,
): readonly Finding[] {
  const ageOf = (at: string): Age => {
    const age = Date.parse(to) - Date.parse(at);
    if (age <= HOUR_MS) return 'hour';
    return age <= DAY_MS ? 'day' : 'older';
  };
  const isMissing = (ours: EnteredPayment | EnteredRefund) =>
    !met.has(ours) && from <= ours.at && ours.at < to;
  const missing = [
    ...payments
      .filter(isMissing)
      .map((ours) => ({ kind: 'payment_missing', ours, age: ageOf(ours.at) }) as const),
    ...refunds
      .filter((ours) => ours.reconciliationId === undefined && isMissing(ours))
      .map((ours) => ({ kind: 'refund_missing', ours, age: ageOf(ours.at) }) as const),
  ];
  return missing.toSorted((one, other) => (one.ours.at < other.ours.at ? -1 : 1));
}
