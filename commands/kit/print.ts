import { visibleJson, visibleLines, visibleText } from '#shared/models/visible-text.ts';

/**
 * All that a command prints goes through here, so that nothing that it quotes, of a table, an answer or an
 * environment, repaints the terminal, hides, or looks like a line of the command's own.
 */
export type Printer = {
  /** One line; a line break in it is shown, and breaks none. */
  line(text: string): void;
  /** A text that has lines of its own, such as a usage. */
  lines(text: string): void;
  /** JSON of the same value. */
  json(json: string): void;
};

const printerTo = (stream: NodeJS.WriteStream): Printer => {
  const write = (text: string) => void stream.write(`${text}\n`);
  return {
    line: (text) => write(visibleText(text)),
    lines: (text) => write(visibleLines(text)),
    json: (json) => write(visibleJson(json)),
  };
};

export const stdout = printerTo(process.stdout);
export const stderr = printerTo(process.stderr);
