import { type FileHandle, open } from 'node:fs/promises';
import { writeCsv } from '#shared/api/csv/write-csv.ts';
import { refusedColumns, refusedRow } from '#shared/files/bulk/refused-row.ts';
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
      const all = columns();
      const refused = [refusedRow(all, row, problems)];
      const text = writeCsv(refusedColumns(all), refused, { bom: isFirst, header: isFirst });
      await opened.file.write(text);
    },
    path: () => opened?.path,
    close: async () => opened?.file.close(),
  };
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
