import { FileRefused } from '#shared/files/read/file-refused.ts';
import { type CsvLayout, findLayout, type LayoutOptions } from '#shared/files/read/find-layout.ts';
import type { OpenBytes } from '#shared/files/read/position.ts';
import { type FileLine, readJsonLines } from '#shared/files/read/read-json-lines.ts';
import { type FileRow, readRows } from '#shared/files/read/read-rows.ts';
import { someRows } from '#shared/files/read/some-rows.ts';
import type { ImportRow, RowProblem } from '#shared/models/import-row.ts';
import { type BulkOptions, type Columns, findColumns } from './columns.ts';
import { readMembers } from './json-members.ts';
import { wantRow } from './want-row.ts';

/** A file of balances or bills. */
export type BulkFile = {
  /** What it has, and is not imported. */
  readonly leftOut: readonly string[];
  /** All that it has; of NDJSON those of the rows that were read so far. */
  columns(): readonly string[];
  /** Asked again, they come again. @throws FileRefused where the bytes are no text */
  rows(): AsyncIterable<ImportRow>;
};

/** What is wrong with the row, and with none of its columns alone. */
const WHOLE_ROW = '(row)';

/** @throws FileRefused */
export async function openBulk(
  open: OpenBytes,
  options: BulkOptions & Omit<LayoutOptions, 'headerWith'>,
): Promise<BulkFile> {
  const layout = await findLayout(open, options);
  if (layout.format === 'csv') return csvFile(open, layout, options);
  const names = new Set<string>();
  return {
    leftOut: [],
    columns: () => [...names],
    rows: () => someRows(jsonRows(readJsonLines(open, layout.rowsFrom), names, options)),
  };
}

function csvFile(open: OpenBytes, layout: CsvLayout, options: BulkOptions): BulkFile {
  const columns = findColumns(layout.columns, options);
  async function* rows(): AsyncGenerator<ImportRow> {
    for await (const row of readRows(open, layout)) {
      yield csvRow(row, layout.columns, columns, options);
    }
  }
  return {
    leftOut: columns.leftOut,
    columns: () => layout.columns,
    rows: () => someRows(rows()),
  };
}

function csvRow(
  { line, cells: texts }: FileRow,
  header: readonly string[],
  columns: Columns,
  options: BulkOptions,
): ImportRow {
  const cells = new Map(header.map((column, at) => [column, texts[at] ?? '']));
  const isMore = texts.slice(header.length).some((text) => text.trim() !== '');
  if (isMore || texts.length < header.length) {
    const many = texts.length === 1 ? '1 cell' : `${texts.length} cells`;
    const detail = `has ${many}, and the header ${header.length}: quote a cell that holds what parts the columns`;
    return { line, cells, kind: 'faulty', problems: [{ column: WHOLE_ROW, detail }] };
  }
  return { line, cells, ...wantRow(cells, columns, options) };
}

async function* jsonRows(
  lines: AsyncIterable<FileLine>,
  names: Set<string>,
  options: BulkOptions,
): AsyncGenerator<ImportRow> {
  let found: { readonly key: string; readonly columns: Columns | RowProblem } | undefined;
  for await (const { line, text } of lines) {
    const { cells, problems } = readMembers(text);
    for (const name of cells.keys()) names.add(name);
    // Most lines have the members of the line before.
    const key = [...cells.keys()].join('\n');
    if (found?.key !== key) found = { key, columns: columnsOrProblem([...cells.keys()], options) };
    // Of a line that is wrong in itself the names tell nothing more.
    if (problems.length > 0) yield { line, cells, kind: 'faulty', problems };
    else if ('detail' in found.columns) {
      yield { line, cells, kind: 'faulty', problems: [found.columns] };
    } else yield { line, cells, ...wantRow(cells, found.columns, options) };
  }
}

/** A line has no header: what is wrong with its names is wrong with it alone. */
function columnsOrProblem(names: readonly string[], options: BulkOptions): Columns | RowProblem {
  const asked = (name: string) => names.includes(name);
  try {
    return findColumns(names, {
      ...options,
      metadata: options.metadata.filter(asked),
      leaveOut: options.leaveOut.filter(asked),
    });
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return { column: WHOLE_ROW, detail: error.detail };
  }
}
