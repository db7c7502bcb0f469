import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What was asked for makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options of a command line, as node:util reads them. @throws UsageError that says what is wrong */
export function parseOptions<O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  return parse({ args: [...args], options }).values;
}

/** The same for a command that is told what it is about without an option. */
export function parseArguments<O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  return parse({ args: [...args], options, allowPositionals: true });
}

function parse<C extends ParseArgsConfig>(config: C) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** @throws UsageError */
export function wholeNumber(option: string, text: string | undefined, min = 0): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min) return number;
  throw new UsageError(`${option} must be a whole number from ${min}, not ${JSON.stringify(text)}`);
}
