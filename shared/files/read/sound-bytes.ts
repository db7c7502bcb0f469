import { isAscii, isUtf8 } from 'node:buffer';
import type { Encoding } from './encoding.ts';
import { FileRefused } from './file-refused.ts';

/**
 * The bytes as they are, as long as they are text in that encoding.
 *
 * @param from their first line; whether they are all rows, which tells UTF-8 from what merely may be
 * @throws FileRefused `file.has_nul`, `file.not_utf8`, and at the end `file.is_utf8` if another encoding was asked for
 */
export async function* soundBytes(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  { line: firstLine, isWhole }: { readonly line: number; readonly isWhole: boolean },
): AsyncGenerator<Uint8Array> {
  const decode = utf8Decoder();
  let line = firstLine;
  let pending: Uint8Array = new Uint8Array();
  let isUtf8SoFar = true;
  let isAsciiSoFar = true;
  for await (const chunk of chunks) {
    if (chunk.includes(0)) throw hasNul(line + linesIn(chunk.subarray(0, chunk.indexOf(0))));
    isAsciiSoFar &&= isAscii(chunk);
    isUtf8SoFar &&= decode(chunk);
    if (encoding === 'utf-8' && !isUtf8SoFar) throw notUtf8(line, pending, chunk);
    line += linesIn(chunk);
    pending = lastLineOf(chunk);
    yield chunk;
  }
  const isUtf8All = isUtf8SoFar && decode();
  if (encoding === 'utf-8' && !isUtf8All) throw notUtf8At(line);
  if (encoding !== 'utf-8' && isWhole && isUtf8All && !isAsciiSoFar) throw isUtf8After(encoding);
}

/** Whether the bytes may go on like that; asked without any, whether they may end. */
function utf8Decoder(): (chunk?: Uint8Array) => boolean {
  const text = new TextDecoder('utf-8', { fatal: true });
  return (chunk) => {
    try {
      text.decode(chunk, { stream: chunk !== undefined });
      return true;
    } catch {
      return false;
    }
  };
}

/** The first line that is not, of which a part may stand in the chunk before. */
function notUtf8(line: number, before: Uint8Array, chunk: Uint8Array): FileRefused {
  const lines = splitLines(Buffer.concat([before, chunk]));
  const at = lines.findIndex((each) => !isUtf8(each));
  return notUtf8At(line + Math.max(at, 0));
}

function splitLines(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return [...lines, bytes.subarray(from)];
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** No more of it than a character may have, and none of a line before. */
function lastLineOf(chunk: Uint8Array): Uint8Array {
  const tail = chunk.subarray(-3);
  return tail.subarray(tail.lastIndexOf(10) + 1);
}

function hasNul(line: number): FileRefused {
  return new FileRefused(
    'file.has_nul',
    `Line ${line} holds a NUL byte, so this is no text file or a damaged one: save the sheet again as "CSV UTF-8"`,
  );
}

function notUtf8At(line: number): FileRefused {
  return new FileRefused(
    'file.not_utf8',
    `Line ${line} holds bytes that are not UTF-8: save the sheet as "CSV UTF-8"`,
  );
}

function isUtf8After(encoding: Encoding): FileRefused {
  return new FileRefused(
    'file.is_utf8',
    `The file is UTF-8 and not ${encoding}: read it without saying an encoding`,
  );
}
