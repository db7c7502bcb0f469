import { CurrencyCode } from '#shared/models/money.ts';
import { isValid } from '#shared/models/parsing.ts';
import { type ReportRow, type RowProblem, TimeWithOffset } from '#shared/models/report-row.ts';
import { readAmount, type Unit } from './read-amount.ts';
import type { ColumnNames, Meaning } from './report-columns.ts';

export const SIGNS = ['positive', 'negative'] as const;
/** With which a report writes what was refunded. */
export type Sign = (typeof SIGNS)[number];

export type RowReading = {
  readonly header: readonly string[];
  readonly columns: ColumnNames;
  readonly unit: Unit;
  /** Undefined where nobody has said it: then no refund can be read. */
  readonly refundSign: Sign | undefined;
};
type ReadRow =
  | { readonly row: ReportRow }
  | { readonly problems: readonly [RowProblem, ...RowProblem[]] };

const KINDS = new Map([
  ['payment', 'payment'],
  ['refund', 'refund'],
] as const);
const ID_LENGTH_MAX = 255;

/** One row of a report, or all that is wrong with it. */
export function readReportRow(
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  reading: RowReading,
): ReadRow {
  const { header, columns } = reading;
  // Spreadsheets write empty cells behind; a comma in an amount makes one that is not, and moves the others.
  const isLonger = cells.slice(header.length).some((cell) => cell.trim() !== '');
  if (cells.length < header.length || isLonger) {
    const problem = `has ${cells.length} cells, where the header has ${header.length} columns`;
    return { problems: [{ line, problem }] };
  }
  const textOf = (meaning: Meaning) =>
    cells[header.indexOf(String(columns[meaning]))]?.trim() ?? '';
  const kind = KINDS.get(textOf('type').toLowerCase() as 'payment');
  const currency = textOf('currency');
  const isCurrency = isValid(CurrencyCode, currency);
  const time = textOf('time');
  const amount = readMoved(textOf('amount'), currency, kind, reading);
  const reconciliationId = textOf('reconciliation_id');
  const wrong: readonly (readonly [Meaning, string | false | undefined])[] = [
    ['type', kind === undefined && 'must be Payment or Refund: what else it may be is not known'],
    [
      'time',
      !isValid(TimeWithOffset, time) && 'must be a time with its offset, as 2026-11-29T08:00:00Z',
    ],
    ['reconciliation_id', idProblem(reconciliationId)],
    ['payment_id', textOf('payment_id') !== '' && idProblem(textOf('payment_id'))],
    ['currency', !isCurrency && 'must be a currency of ISO 4217, such as ZAR'],
    ['amount', isCurrency && 'problem' in amount && amount.problem],
  ];
  const [first, ...others] = wrong.flatMap(([meaning, problem]): RowProblem[] =>
    problem ? [{ line, column: columns[meaning], problem }] : [],
  );
  if (first) return { problems: [first, ...others] };
  const optional = (meaning: Meaning) => textOf(meaning) || undefined;
  return {
    row: {
      line,
      kind: kind as ReportRow['kind'],
      reconciliationId,
      paymentId: optional('payment_id'),
      amount: 'amount' in amount ? amount.amount : 0,
      currency: currency.toUpperCase(),
      at: new Date(time).toISOString(),
      merchantReference: optional('merchant_reference'),
      customerReference: optional('customer_reference'),
    },
  };
}

function idProblem(id: string): string | undefined {
  if (id === '') return 'is empty';
  if (id.length > ID_LENGTH_MAX) return `is longer than ${ID_LENGTH_MAX} characters`;
  return /^[\x21-\x7e]+$/.test(id) ? undefined : 'has a blank in it, or what is no ASCII';
}

/** Positive, whichever sign the report writes. */
function readMoved(
  text: string,
  currency: string,
  kind: 'payment' | 'refund' | undefined,
  { unit, refundSign }: RowReading,
): { readonly amount: number } | { readonly problem: string } {
  const read = readAmount(text, currency.toUpperCase(), unit);
  if ('problem' in read) return read;
  if (kind === 'refund' && refundSign === undefined) {
    return { problem: 'is refunded: say how that is written, --refunds positive or negative' };
  }
  const sign = kind === 'refund' ? refundSign : 'positive';
  const amount = sign === 'negative' ? 0 - read.amount : read.amount;
  return amount > 0 ? { amount } : { problem: `must be ${sign}, as of a ${kind ?? 'payment'}` };
}
