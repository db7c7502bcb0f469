import type { AGES, Finding, FindingKind } from '#shared/ledger/reconciling/finding.ts';

/** Each finding in words, in the order in which they are told. */
export const TITLES: Readonly<Record<FindingKind, string>> = {
  matched: 'matched',
  amount_differs: 'the amount differs',
  payment_unknown: 'payment that we were never told of',
  refund_unknown: 'refund that is not entered',
  payment_missing: 'payment of ours that theirs does not have',
  refund_missing: 'refund of ours that theirs does not have',
};

const OF_AGE: Readonly<Record<(typeof AGES)[number], string>> = {
  hour: 'within the last hour of the period: the next report may have it',
  day: 'within the last day of the period',
  older: 'more than a day before the end of the period',
};

/** What a person needs beside the figures. */
export function detailOf(finding: Finding): string {
  switch (finding.kind) {
    case 'matched':
      return '';
    case 'amount_differs':
      return detailOfDifference(finding);
    case 'payment_unknown':
      return finding.waits
        ? `an event told of it, which waits: ${finding.waits.id}`
        : 'no event told of it';
    case 'refund_unknown':
      return detailOfRefund(finding);
    case 'payment_missing':
    case 'refund_missing':
      return OF_AGE[finding.age];
  }
}

function detailOfDifference({ row, counted }: Finding & { readonly kind: 'amount_differs' }) {
  if (row.kind === 'refund') return 'a report told otherwise of it before, and was entered so';
  return counted === 0 ? 'another row of the report has met the payment already' : '';
}

function detailOfRefund({ row, payment, left }: Finding & { readonly kind: 'refund_unknown' }) {
  if (!payment) {
    return row.paymentId === undefined
      ? 'the report does not say of which payment'
      : 'its payment is not entered';
  }
  if (payment.currency !== row.currency) return `its payment is of ${payment.currency}`;
  return row.amount > left ? 'more than is left of its payment' : '';
}

/** The payment that it is about, where that is known. */
export function paymentOf(finding: Finding): string | undefined {
  if ('ours' in finding) return finding.ours.paymentId;
  if (finding.kind === 'payment_unknown') return finding.waits?.paymentId ?? finding.row.paymentId;
  return finding.payment?.paymentId ?? finding.row.paymentId;
}

/** The obligations whose ledgers have it. */
export function obligationsOf(finding: Finding): readonly string[] {
  const entered = 'ours' in finding ? finding.ours : 'payment' in finding && finding.payment;
  if (!entered) return [];
  return 'obligationId' in entered ? [entered.obligationId] : entered.obligationIds;
}

/** What of ours stands beside a row, minor units; undefined where nothing does. */
export function oursOf(finding: Finding): number | undefined {
  if ('counted' in finding) return finding.counted;
  return 'ours' in finding ? finding.ours.amount : undefined;
}
