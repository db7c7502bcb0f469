import { parseArgs } from 'node:util';

export type VerifyOptions = {
  readonly source: SourceOptions;
  /** Where a run that stops keeps how far it came. @default a file named after the table */
  readonly checkpoint: string | undefined;
  /** Whether to go on from there. */
  readonly resume: boolean;
  readonly unitsPerSecond: number | undefined;
  /** How many breaches are shown in full. */
  readonly show: number;
  readonly json: boolean;
  readonly help: boolean;
};

export type SourceOptions =
  | {
      readonly kind: 'table';
      readonly table: string;
      readonly region: string | undefined;
      readonly profile: string | undefined;
    }
  | { readonly kind: 'kept'; readonly directory: string }
  | { readonly kind: 'running'; readonly port: number | undefined };

export const USAGE = `npm run verify -- [options]

Verifies a ledger: every balance is the sum of its entries, in sequence without gap or repeat, and every
entry is what its raw event says. It only reads, and payments may go on meanwhile.

Which ledger:
  (nothing)             that of the \`npm start\` which runs on this machine
  --port N              of several, the one whose HTTP API listens there
  --data DIR            what \`npm start -- --data DIR\` kept, while it does not run
  --table NAME          a table on AWS; --region R and --profile P, or AWS_REGION and AWS_PROFILE

  --units-per-second N  consume no more read units than that; a scan takes one for each 4 kB of the table
  --checkpoint FILE     where a run that stops keeps how far it came; verify-TABLE.checkpoint.json unless told
  --resume              go on from there
  --show N              breaches to show in full, 20 unless told
  --json                print the verdict as JSON
  --help

Exit status: 0 if every promise holds, 1 if one is broken, 2 if that could not be found out.`;

/** What was asked for makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): VerifyOptions {
  const values = parse(args);
  const { table, data, port, region, profile } = values;
  const sources = Object.entries({ table, data, port }).filter(([, value]) => value !== undefined);
  if (sources.length > 1) {
    const named = sources.map(([name]) => `--${name}`).join(' and ');
    throw new UsageError(`${named} name different ledgers; choose one`);
  }
  if (table === undefined && (region ?? profile) !== undefined) {
    throw new UsageError('--region and --profile are of a table on AWS; name it with --table');
  }
  return {
    source:
      table !== undefined
        ? { kind: 'table', table, region, profile }
        : data !== undefined
          ? { kind: 'kept', directory: data }
          : { kind: 'running', port: wholeNumber('--port', port) },
    checkpoint: values.checkpoint,
    resume: values.resume,
    unitsPerSecond: wholeNumber('--units-per-second', values['units-per-second'], 1),
    show: wholeNumber('--show', values.show) ?? 20,
    json: values.json,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        table: { type: 'string' },
        region: { type: 'string' },
        profile: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        'units-per-second': { type: 'string' },
        checkpoint: { type: 'string' },
        resume: { type: 'boolean', default: false },
        show: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function wholeNumber(option: string, text: string | undefined, min = 0): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min) return number;
  throw new UsageError(`${option} must be a whole number from ${min}, not ${JSON.stringify(text)}`);
}
