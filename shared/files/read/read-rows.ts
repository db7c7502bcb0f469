import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { BYTEWISE, fromBytewise } from './encoding.ts';
import { FileRefused } from './file-refused.ts';
import type { CsvLayout } from './find-layout.ts';
import { LineCounter } from './line-counter.ts';
import type { OpenBytes, Position } from './position.ts';
import { soundBytes } from './sound-bytes.ts';

/** No row of a merchant's is longer; a quote that is left open makes one of all that follows. */
export const ROW_CHARACTERS_MAX = 64 * 1024;

/** One row of a CSV: texts, as they are. */
export type FileRow = {
  /** Where it begins, from 1. */
  readonly line: number;
  /** As many as it has, which may not be as many as there are columns. */
  readonly cells: readonly string[];
  /** Behind it. */
  readonly next: Position;
};

/**
 * The rows of a CSV, one after the other in flat memory, without those that are blank.
 *
 * @param from where a row begins: `rowsFrom`, or the `next` of a row that was read before
 * @throws FileRefused where the bytes are no text, or quotes or lengths make rows doubtful
 */
export async function* readRows(
  open: OpenBytes,
  layout: Omit<CsvLayout, 'columns' | 'preamble'>,
  from: Position = layout.rowsFrom,
): AsyncGenerator<FileRow> {
  const counter = new LineCounter(from);
  const isWhole = from.bytes === layout.rowsFrom.bytes;
  const isBytewise = layout.encoding !== 'utf-8';
  const parser = parse({
    delimiter: layout.delimiter,
    encoding: isBytewise ? BYTEWISE : 'utf8',
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: ROW_CHARACTERS_MAX,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
  });
  const source = Readable.from(
    counted(soundBytes(open(from.bytes), layout.encoding, { line: from.line, isWhole }), counter),
  );
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const { line, next } = counter.endOf(from.bytes + info.bytes);
      const cells = isBytewise ? record.map(fromBytewise) : record;
      yield { line: line - breaksIn(cells), cells, next };
    }
  } catch (error) {
    throw error instanceof CsvError ? refused(error, counter, from) : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

type Parsed = { readonly record: readonly string[]; readonly info: Info };

async function* counted(chunks: AsyncIterable<Uint8Array>, counter: LineCounter) {
  for await (const chunk of chunks) {
    counter.see(chunk);
    yield chunk;
  }
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

function refused(error: CsvError, counter: LineCounter, from: Position): FileRefused {
  // What it counts are bytes up to the last row that was whole.
  const { bytes } = error as CsvError & { readonly bytes?: number };
  const { next } = counter.endOf(from.bytes + (bytes ?? 0));
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new FileRefused(
      'file.line_too_long',
      `The row of line ${next.line} goes on for more than ${ROW_CHARACTERS_MAX / 1024} kB: is a quote left open in it?`,
    );
  }
  const what =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'opens a quote that nothing closes'
      : 'has a quote where none can be';
  return new FileRefused(
    'file.quote_broken',
    `The row of line ${next.line} ${what}: quote the whole cell, and double a quote in it`,
  );
}
