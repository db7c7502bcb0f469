import { FileRefused } from './file-refused.ts';
import { LineCounter } from './line-counter.ts';
import type { OpenBytes, Position } from './position.ts';
import { ROW_CHARACTERS_MAX } from './read-rows.ts';
import { soundBytes } from './sound-bytes.ts';

/** A line of NDJSON as it stands there. */
export type FileLine = { readonly line: number; readonly text: string; readonly next: Position };

const LF = 10;

/** The lines that are not blank, in flat memory. @throws FileRefused */
export async function* readJsonLines(open: OpenBytes, from: Position): AsyncGenerator<FileLine> {
  const counter = new LineCounter(from);
  let at = from.bytes;
  let rest: Buffer = Buffer.alloc(0);
  const toLine = (bytes: Buffer, end: number): FileLine => {
    const { line, next } = counter.endOf(end);
    return { line, text: bytes.toString().trim(), next };
  };
  for await (const chunk of soundBytes(open(from.bytes), 'utf-8', {
    line: from.line,
    isWhole: false,
  })) {
    counter.see(chunk);
    rest = Buffer.concat([rest, chunk]);
    let begin = 0;
    for (let end = rest.indexOf(LF); end !== -1; end = rest.indexOf(LF, begin)) {
      const read = toLine(rest.subarray(begin, end), at + end + 1);
      if (read.text !== '') yield read;
      begin = end + 1;
    }
    rest = rest.subarray(begin);
    at += begin;
    if (rest.length > ROW_CHARACTERS_MAX) throw tooLong(counter.endOf(at).next.line);
  }
  const last = toLine(rest, at + rest.length);
  if (last.text !== '') yield last;
}

function tooLong(line: number): FileRefused {
  return new FileRefused(
    'file.line_too_long',
    `Line ${line} goes on for more than ${ROW_CHARACTERS_MAX / 1024} kB: write one object a line`,
  );
}
