import { FileRefused } from '#shared/files/read/file-refused.ts';
import { findLayout, type LayoutOptions } from '#shared/files/read/find-layout.ts';
import type { OpenBytes } from '#shared/files/read/position.ts';
import { readRows } from '#shared/files/read/read-rows.ts';
import { someRows } from '#shared/files/read/some-rows.ts';
import type { ReportPeriod, ReportRow, RowProblem } from '#shared/models/report-row.ts';
import { readPreamble } from './read-preamble.ts';
import { type RowReading, readReportRow } from './read-report-row.ts';
import { type ColumnNames, columnsByMeaning, headerColumn } from './report-columns.ts';

export type ReportOptions = Pick<LayoutOptions, 'encoding' | 'delimiter'> &
  Pick<RowReading, 'unit' | 'refundSign'> & {
    /** Those that are called otherwise than in Moment's documentation. */
    readonly columns: ColumnNames;
  };

export type Report = {
  readonly columns: ColumnNames;
  /** In the order of the file. */
  readonly rows: readonly ReportRow[];
  readonly problems: readonly RowProblem[];
  /** Undefined where the file says none. */
  readonly period: ReportPeriod | undefined;
  /** Rows that tell the same as one before them, and count once. */
  readonly repeated: number;
};

/**
 * A reconciliation or settlement report of Moment's: whatever stands before the header is skipped, and columns are
 * found by name (docs.momentco.io, reconciliation-reporting).
 *
 * @throws FileRefused where it is none
 */
export async function readReport(open: OpenBytes, options: ReportOptions): Promise<Report> {
  const { columns: told, encoding, delimiter, ...how } = options;
  const layout = await findLayout(open, { encoding, delimiter, headerWith: headerColumn(told) });
  if (layout.format !== 'csv') {
    throw new FileRefused('file.is_json', 'The file is JSON, and a report of Moment is a CSV');
  }
  const columns = columnsByMeaning(layout.columns, told);
  const reading = { header: layout.columns, columns, ...how };
  const rows = new Map<string, ReportRow>();
  const problems: RowProblem[] = [];
  let repeated = 0;
  for await (const cells of someRows(readRows(open, layout))) {
    const read = readReportRow(cells, reading);
    if ('problems' in read) {
      problems.push(...read.problems);
      continue;
    }
    const { row } = read;
    const name = `${row.kind} ${row.reconciliationId}`;
    const before = rows.get(name);
    if (!before) rows.set(name, row);
    else if (tellsTheSame(before, row)) repeated += 1;
    else problems.push(contradiction(before, row, columns));
  }
  const period = readPreamble(layout.preamble, layout.delimiter);
  return { columns, rows: [...rows.values()], problems, period, repeated };
}

function tellsTheSame({ line: _, ...one }: ReportRow, { line: __, ...other }: ReportRow): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function contradiction(
  { line: first }: ReportRow,
  { line, kind }: ReportRow,
  { reconciliation_id: column }: ColumnNames,
): RowProblem {
  return { line, column, problem: `is that of the ${kind} of line ${first}, and tells otherwise` };
}
