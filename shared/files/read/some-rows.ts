import { FileRefused } from './file-refused.ts';

/** The same rows, if there are any. @throws FileRefused `file.no_rows` */
export async function* someRows<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
  let isAny = false;
  for await (const row of rows) {
    isAny = true;
    yield row;
  }
  if (!isAny) {
    throw new FileRefused('file.no_rows', 'The file has a header, and no row below it');
  }
}
