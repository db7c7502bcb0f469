import { stringify } from 'csv-stringify/sync';
import {
  PAYMENT_METHOD,
  PAYMENT_TENDER,
  REPORT_AMOUNT_COLUMN,
  REPORT_PAYMENT_COLUMN,
} from './assumptions.ts';
import { decimalOf } from './decimal.ts';
import type { MomentRecords, PaymentRecord } from './records.ts';

const COLUMNS = [
  'transaction_type',
  'transaction_timestamp',
  'reconciliation_id',
  'merchant_reference_id',
  'payment_method',
  'payment_method_tender',
  'customer_reference',
  'country',
  'presentment_currency',
  REPORT_AMOUNT_COLUMN,
  REPORT_PAYMENT_COLUMN,
];
const DAY_MS = 24 * 60 * 60 * 1000;
/** In the name of each file of one merchant. */
const FILE_ID = 'ae5811c4-0fb3-47de-8a9e-f8b298b9525b';

/** docs.momentco.io /documentation/reconciliation-reporting/reconciliation-report: all of a day, in UTC. */
export function reconciliationReport(records: MomentRecords, day: string) {
  const from = `${day}T00:00:00Z`;
  const to = `${new Date(Date.parse(from) + DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`;
  const rows = rowsOf(records)
    .filter(({ at }) => at.slice(0, 10) === day)
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
    .map(({ cells }) => cells);
  const preamble = [
    ['Moment Merchant Reconciliation Report'],
    ['Version', '1.0'],
    ['Merchant', 'sandbox'],
    ['From', from],
    ['To', to],
  ];
  const stamp = (time: string) => time.slice(0, 10).replaceAll('-', '');
  return {
    name: `${stamp(to)}_Moment_Recon_${FILE_ID}_${stamp(day)}.csv`,
    csv: stringify([...preamble, COLUMNS, ...rows]),
  };
}

function rowsOf({ payments, refunds }: MomentRecords) {
  const row = (type: string, payment: PaymentRecord, moved: Moved) => ({
    at: moved.created_at,
    cells: [
      ...[type, moved.created_at, moved.reconciliation_reference],
      payment.external_reference ?? '',
      ...[PAYMENT_METHOD, PAYMENT_TENDER],
      ...[payment.customer_reference ?? '', payment.country, payment.currency],
      ...[decimalOf(moved.amount, payment.currency), payment.id],
    ],
  });
  return [
    ...payments.all().map((payment) => row('Payment', payment, payment)),
    ...refunds.all().map((refund) => {
      const payment = payments.get(refund.payment_id);
      return row('Refund', payment, { ...refund, amount: -refund.amount });
    }),
  ];
}

type Moved = Pick<PaymentRecord, 'amount' | 'created_at' | 'reconciliation_reference'>;
