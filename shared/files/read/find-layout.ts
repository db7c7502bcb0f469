import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { BYTEWISE, type Encoding, fromBytewise } from './encoding.ts';
import { FileRefused } from './file-refused.ts';
import { type FirstBytes, HEAD_BYTES_MAX, readFirstBytes } from './first-bytes.ts';
import { type HeadLine, linesOf } from './head-lines.ts';
import type { OpenBytes, Position } from './position.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export type LayoutOptions = {
  /** @default UTF-8, and nothing else is guessed */
  readonly encoding?: Encoding | undefined;
  /** @default that of the header, if it has only one of them */
  readonly delimiter?: Delimiter | undefined;
  /** A column of the header: what stands before the first line that has it is a preamble. @default there is none */
  readonly headerWith?: string | undefined;
};

/** How the rows of a file are to be read, from wherever. */
export type Layout = CsvLayout | JsonLinesLayout;
export type CsvLayout = {
  readonly format: 'csv';
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Names in the order of the header, none twice. */
  readonly columns: readonly string[];
  /** The lines before the header. */
  readonly preamble: readonly string[];
  readonly rowsFrom: Position;
};
/** A JSON object a line. */
export type JsonLinesLayout = { readonly format: 'ndjson'; readonly rowsFrom: Position };

/** By what the file begins with. @throws FileRefused */
export async function findLayout(open: OpenBytes, options: LayoutOptions = {}): Promise<Layout> {
  const first = await readFirstBytes(open);
  const encoding = options.encoding ?? 'utf-8';
  if (first.mark > 0 && encoding !== 'utf-8') {
    throw new FileRefused(
      'file.is_utf8',
      `The file says that it is UTF-8 and not ${encoding}: read it without saying an encoding`,
    );
  }
  const begins = String.fromCharCode(first.bytes.find((byte) => byte > 0x20) ?? 0);
  if (begins === '{') return { format: 'ndjson', rowsFrom: { bytes: first.mark, line: 1 } };
  if (begins === '[') {
    throw new FileRefused(
      'file.is_json',
      'The file is a JSON list: write one object a line (NDJSON), or a CSV',
    );
  }
  return findCsvLayout(first, { ...options, encoding });
}

function findCsvLayout(
  first: FirstBytes,
  { encoding, delimiter, headerWith }: LayoutOptions & { readonly encoding: Encoding },
): CsvLayout {
  const text = Buffer.from(first.bytes).toString(BYTEWISE);
  const lines = linesOf(text, !first.hasMore);
  const { told, rest } = takeSeparatorLine(lines);
  const at = rest.findIndex(
    (line) =>
      line.text.trim() !== '' && (headerWith === undefined || line.text.includes(headerWith)),
  );
  const header = rest[at];
  if (!header) throw noHeader(first, headerWith);
  const chosen = delimiter ?? told ?? delimiterOf(header.text);
  return {
    format: 'csv',
    encoding,
    delimiter: chosen,
    columns: columnsOf(header, chosen, encoding),
    preamble: rest.slice(0, at).map((line) => decode(line, encoding)),
    rowsFrom: { bytes: first.mark + header.end, line: header.line + header.height },
  };
}

/** `sep=;`, by which Excel is told. */
function takeSeparatorLine(lines: readonly HeadLine[]) {
  const [first, ...rest] = lines;
  const told = /^"?sep=([,;\t|])"?$/i.exec(first?.text.trimEnd() ?? '')?.[1] as
    | Delimiter
    | undefined;
  // A trailing tab is trimmed, and is one.
  const isTab = told === undefined && /^"?sep=\t"?/i.test(first?.text ?? '');
  if (isTab) return { told: '\t' as const, rest };
  return told === undefined ? { told, rest: lines } : { told, rest };
}

function noHeader(first: FirstBytes, headerWith: string | undefined): FileRefused {
  if (first.hasMore && headerWith === undefined) {
    return new FileRefused(
      'file.line_too_long',
      `The first line goes on for more than ${HEAD_BYTES_MAX / 1024} kB: is this a CSV with a header, and are its quotes closed?`,
    );
  }
  return headerWith === undefined
    ? new FileRefused('file.header_missing', 'The file has no header: the names of its columns')
    : new FileRefused('file.header_missing', `No line of the file has a column ${headerWith}`);
}

/** The only one that the header has outside of quotes. @throws FileRefused */
function delimiterOf(header: string): Delimiter {
  const bare = header.replaceAll(/"(?:[^"]|"")*"/g, '');
  const found = DELIMITERS.filter((each) => bare.includes(each));
  const [only, ...others] = found;
  if (others.length === 0) return only ?? ',';
  const names = found.map((each) => (each === '\t' ? 'tab' : each)).join(' and ');
  throw new FileRefused(
    'file.delimiter_unclear',
    `What parts the columns is not clear, since the header has ${names}: say which delimiter it is`,
  );
}

function columnsOf(header: HeadLine, delimiter: Delimiter, encoding: Encoding): readonly string[] {
  const [cells = []] = parseHeader(decode(header, encoding), delimiter, header.line);
  const names = cells.map((name) => name.trim());
  // Spreadsheets write such for columns that were used once.
  const columns = names.slice(0, names.findLastIndex((name) => name !== '') + 1);
  const unnamed = columns.indexOf('');
  if (unnamed !== -1) {
    throw new FileRefused(
      'file.column_unnamed',
      `Column ${unnamed + 1} of the header has no name: name it, or remove the column`,
    );
  }
  const folded = columns.map((name) => name.toLowerCase());
  const twice = columns.find((_, at) => folded.indexOf(folded[at] ?? '') < at);
  if (twice === undefined) return columns;
  throw new FileRefused(
    'file.column_twice',
    'A column comes twice in the header: which of them counts, the file does not say',
    `The column ${twice} comes twice in the header: which of them counts, the file does not say`,
  );
}

function parseHeader(text: string, delimiter: Delimiter, line: number): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true });
  } catch {
    throw new FileRefused(
      'file.quote_broken',
      `Line ${line}, the header, has a quote where none can be: quote the whole name, and double a quote in it`,
    );
  }
}

function decode({ text, line }: HeadLine, encoding: Encoding): string {
  if (encoding !== 'utf-8') return fromBytewise(text);
  const bytes = Buffer.from(text, BYTEWISE);
  if (isUtf8(bytes)) return bytes.toString();
  throw new FileRefused(
    'file.not_utf8',
    `Line ${line} holds bytes that are not UTF-8: save the sheet as "CSV UTF-8"`,
  );
}
