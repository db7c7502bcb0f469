import { visibleLines, visibleText } from '#shared/models/visible-text.ts';

const ESCAPE = String.fromCharCode(0x1b);
/** What `styleText` writes for the colours of our own lines. */
const COLOUR = new RegExp(`(${ESCAPE}\\[(?:2|22|31|32|33|39)m)`);

/**
 * One line. All that `npm start` prints goes through here: nothing that a line quotes repaints the terminal, hides, or
 * begins a line of its own; only our own colours stay.
 */
export function print(line: string): void {
  console.log(visibleLine(line));
}

export function printError(line: string): void {
  console.error(visibleLine(line));
}

/** For a text that has lines of its own, and quotes nobody, or in one line. */
export const printLines = (text: string): void => console.log(visibleLines(text));
export const printErrorLines = (text: string): void => console.error(visibleLines(text));

function visibleLine(line: string): string {
  return line
    .split(COLOUR)
    .map((part, index) => (index % 2 === 1 ? part : visibleText(part)))
    .join('');
}
