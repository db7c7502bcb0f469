import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileRefusal, FileRefused } from '#shared/files/read/file-refused.ts';
import type { OpenBytes } from '#shared/files/read/position.ts';

/** @throws Error that says so where there is no such file */
export async function openFile(path: string): Promise<OpenBytes> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`There is no file ${path}`, { cause: error });
    throw error;
  });
  if (!found.isFile()) throw new Error(`${path} is no file: name one, such as customers.csv`);
  return (from) => createReadStream(path, { start: from });
}

/** Something that changes when the file does. */
export async function stateOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
}

const OPTIONS: Partial<Record<FileRefusal, string>> = {
  'file.not_utf8': '; or say with --encoding windows-1252 what it is',
  'file.delimiter_unclear': ', with --delimiter',
};

/** One sentence, with the option that helps. */
export function refusalInWords({ code, detail }: FileRefused): string {
  return `${detail}${OPTIONS[code] ?? ''}`;
}
