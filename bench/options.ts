import { parseArgs } from 'node:util';
import { PARTS } from './parts.ts';

export type Options = {
  /** Names of the parts to run. */
  readonly parts: readonly string[];
  readonly quick: boolean;
  /** Where the results go, beside the table. */
  readonly json: string | undefined;
  readonly help: boolean;
};

export const USAGE = `npm run bench -- [options] [part ...]

Measures what we defend, side by side with what else does the same job. All parts, unless some are named:

${Object.entries(PARTS)
  .map(([name, { title }]) => `  ${name.padEnd(13)}${title}`)
  .join('\n')}

  --json FILE  write the results there too
  --quick      little work, to see that everything runs; the figures mean nothing
  --help

What each figure means is in bench/README.md.`;

/** What the command line asks for. @throws Error that says what is wrong with it */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no part "${unknown}"; the parts are ${Object.keys(PARTS).join(', ')}`,
    );
  }
  return {
    parts: positionals.length > 0 ? positionals : Object.keys(PARTS),
    quick: values.quick,
    json: values.json,
    help: values.help,
  };
}
