import { invisibleIn } from '#shared/models/visible-text.ts';

/** What repaints a terminal, reorders a line, hides, or looks like a line of our own. */
export const PLANTED =
  '\u001b[2J\u001b[H\u001b]0;title\u0007\r\u009b8m\u202eYOB\u2066\u200b\u00ad\u2028\u{e0041}\ufeff\u007f\nEvery promise holds';

/** The same without what a body of JSON, a queue or a header does not take as it is. */
export const PLANTED_ABOVE = '\u009b8m\u202eYOB\u2066\u200b\u00ad\u2028\u{e0041}\ufeff';

/** What hides in something that was printed, line by line. */
export function hiddenIn(printed: string): readonly string[] {
  return printed
    .split('\n')
    .flatMap((line) => invisibleIn(line).map((name) => `${name} in ${JSON.stringify(line)}`));
}
