import type { ImportRow, RowProblem } from '#shared/models/import-row.ts';
import { REFUSED_COLUMNS } from './layouts.ts';

/** A text, or a number that looks like a formula and is none. */
type Cell = string | number | { readonly decimal: string };

/** What a row that was refused has: the columns of its file, and what is wrong. @param all of the file */
export function refusedColumns(all: readonly string[]): readonly string[] {
  const own = all.filter((name) => !REFUSED_COLUMNS.some((each) => each === name));
  return [...own, ...REFUSED_COLUMNS];
}

/** A row as it was, with what is wrong with it: to be mended and sent again. */
export function refusedRow(
  all: readonly string[],
  row: ImportRow,
  problems: readonly RowProblem[],
): Readonly<Record<string, Cell>> {
  const [line, problem] = REFUSED_COLUMNS;
  const cells = all.map((name) => [name, cellOf(row.cells.get(name) ?? '')]);
  const told = problems.map(({ column, detail }) => `${column}: ${detail}`).join('; ');
  return { ...Object.fromEntries(cells), [line]: row.line, [problem]: told };
}

/** A number is none of a formula, though it begins with a sign: an escape would make a phone number of it that is none. */
function cellOf(text: string): Cell {
  return /^[+-]?[\d.]+$/.test(text) ? { decimal: text } : text;
}
