import { type FileHandle, open } from 'node:fs/promises';
import { writeCsv } from '#shared/api/csv/write-csv.ts';
import { REFUSED_COLUMNS } from '#shared/files/bulk/layouts.ts';
import type { ImportRow, RowProblem } from '#shared/models/import-row.ts';

const NAMES_MAX = 1000;

/** The rows that were refused, as they were, each with its reason: to be mended and sent again. */
export type RefusedFile = {
  add(row: ImportRow, problems: readonly RowProblem[]): Promise<void>;
  /** Where it is; undefined if nothing was refused. */
  path(): string | undefined;
  close(): Promise<void>;
};

/**
 * @param path of the file; what was refused of it before may be mended already, and is not written over
 * @param columns of the file, known once its rows were read
 */
export function createRefusedFile(path: string, columns: () => readonly string[]): RefusedFile {
  const base = path.replace(/(\.refused(-\d+)?)?(\.[a-z]+)?$/i, '');
  let opened: { readonly path: string; readonly file: FileHandle } | undefined;
  return {
    async add(row, problems) {
      const isFirst = opened === undefined;
      opened ??= await openNew(base);
      const [line, problem] = REFUSED_COLUMNS;
      const own = columns().filter((name) => !REFUSED_COLUMNS.some((each) => each === name));
      const cells = own.map((name) => [name, cellOf(row.cells.get(name) ?? '')]);
      const told = problems.map(({ column, detail }) => `${column}: ${detail}`).join('; ');
      const record = { ...Object.fromEntries(cells), [line]: row.line, [problem]: told };
      const text = writeCsv([...own, line, problem], [record], { bom: isFirst, header: isFirst });
      await opened.file.write(text);
    },
    path: () => opened?.path,
    close: async () => opened?.file.close(),
  };
}

/** A number is none of a formula, though it begins with a sign: an escape would make a phone number of it that is none. */
function cellOf(text: string) {
  return /^[+-]?[\d.]+$/.test(text) ? { decimal: text } : text;
}

async function openNew(base: string): Promise<{ path: string; file: FileHandle }> {
  for (let number = 1; number <= NAMES_MAX; number += 1) {
    const path = number === 1 ? `${base}.refused.csv` : `${base}.refused-${number}.csv`;
    try {
      return { path, file: await open(path, 'wx', 0o600) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`There are ${NAMES_MAX} files ${base}.refused.csv and more: remove some`);
}
