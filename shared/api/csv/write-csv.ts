import { stringify } from 'csv-stringify/sync';
import { decimalText } from '#shared/models/format-amount.ts';
import { visibleText } from '#shared/models/visible-text.ts';

/** A number as text, which a spreadsheet reads as a number though it may begin with a minus. */
type Decimal = { readonly decimal: string };
/** A text is made harmless where a spreadsheet would take it for a formula; what is absent is an empty cell. */
export type Cell = string | number | Decimal | null | undefined;
export type Row<C extends string> = Readonly<Record<C, Cell>>;

/** Major units: 2000 of ZAR is 20.00. Empty where ISO knows no minor unit of the currency. */
export function majorUnits(amount: number, currency: string): Cell {
  const decimal = decimalText(amount, currency);
  return decimal === undefined ? undefined : { decimal };
}

type CsvOptions = {
  readonly bom?: boolean | undefined;
  /** False for the rows that follow others. */
  readonly header?: boolean | undefined;
};

/** RFC 4180. Each row is one line, whatever its texts have in them. */
export function writeCsv<C extends string>(
  columns: readonly C[],
  rows: readonly Row<C>[],
  { bom = false, header = true }: CsvOptions = {},
): string {
  return stringify(
    rows.map((row) => columns.map((column) => row[column])),
    {
      bom,
      header,
      columns: columns.map((key) => ({ key })),
      record_delimiter: 'windows',
      escape_formulas: true,
      cast: {
        string: (text) => harmless(visibleText(text)),
        number: (number) => ({ value: String(number), escape_formulas: false }),
        object: (cell) => ({ value: decimalOf(cell), escape_formulas: false }),
      },
    },
  );
}

/** Some spreadsheets look for a formula behind blanks, where the library does not. */
function harmless(text: string): string {
  return /^\s+[=+\-@]/u.test(text) ? `'${text}` : text;
}

function decimalOf(cell: object): string {
  return 'decimal' in cell ? String(cell.decimal) : '';
}
