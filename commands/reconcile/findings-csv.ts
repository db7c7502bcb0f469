import { majorUnits, type Row, writeCsv } from '#shared/api/csv/write-csv.ts';
import type { Finding } from '#shared/ledger/reconciling/finding.ts';
import type { RowProblem } from '#shared/models/report-row.ts';
import { detailOf, obligationsOf, oursOf, paymentOf } from './describe.ts';

const COLUMNS = [
  'finding',
  'line',
  'type',
  'reconciliation_id',
  'payment_id',
  'obligation',
  'currency',
  'theirs',
  'ours',
  'at',
  'merchant_reference',
  'customer_reference',
  'detail',
] as const;

type CsvRow = Partial<Row<(typeof COLUMNS)[number]>>;

/** Of a report with each problem of its rows: as many rows as there are findings and problems. */
export function writeFindings(
  findings: readonly Finding[],
  problems: readonly RowProblem[],
): string {
  const rows: readonly CsvRow[] = [...findings.map(toCsvRow), ...problems.map(toProblemRow)];
  const empty = Object.fromEntries(COLUMNS.map((column) => [column, undefined]));
  return writeCsv(
    COLUMNS,
    rows.map((row) => ({ ...empty, ...row }) as Row<(typeof COLUMNS)[number]>),
  );
}

function toProblemRow({ line, column, problem }: RowProblem): CsvRow {
  return {
    finding: 'unreadable',
    line,
    detail: column === undefined ? problem : `${column} ${problem}`,
  };
}

/** Amounts in major units. */
function toCsvRow(finding: Finding): CsvRow {
  const row = 'row' in finding ? finding.row : undefined;
  const entered = 'ours' in finding ? finding.ours : undefined;
  const ours = oursOf(finding);
  const currency = (row ?? entered)?.currency ?? '';
  const isRefund = row ? row.kind === 'refund' : finding.kind === 'refund_missing';
  return {
    finding: finding.kind,
    line: row?.line,
    type: isRefund ? 'refund' : 'payment',
    reconciliation_id: row?.reconciliationId,
    payment_id: paymentOf(finding),
    obligation: obligationsOf(finding).join(' '),
    currency,
    theirs: row && majorUnits(row.amount, row.currency),
    ours: ours === undefined ? undefined : majorUnits(ours, entered?.currency ?? currency),
    at: (row ?? entered)?.at,
    merchant_reference: row?.merchantReference,
    customer_reference: row?.customerReference,
    detail: detailOf(finding),
  };
}
