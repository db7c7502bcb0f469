/** A line of what a file begins with, each of its characters a byte; one more where a quote holds a line break. */
export type HeadLine = {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** How many lines it has. */
  readonly height: number;
  /** How many bytes stand before the line behind it. */
  readonly end: number;
};

const LINE = /((?:"(?:[^"]|"")*"|[^"\r\n])*)(\r\n|\n|\r|$)/y;
/** One with a quote that does not close in it. */
const ANY_LINE = /([^\r\n]*)(\r\n|\n|\r|$)/y;
const LINES_MAX = 1000;

/** @param isWhole whether the file ends there; otherwise the last line may go on, and is left out */
export function linesOf(text: string, isWhole: boolean): readonly HeadLine[] {
  const lines: HeadLine[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length && lines.length < LINES_MAX) {
    const [, content = '', end = ''] = matchAt(LINE, text, at) ?? matchAt(ANY_LINE, text, at) ?? [];
    at += content.length + end.length;
    if (end === '' && !isWhole) break;
    const height = 1 + (content.match(/\r\n|\n|\r/g)?.length ?? 0);
    lines.push({ text: content, line, height, end: at });
    line += height;
  }
  return lines;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
