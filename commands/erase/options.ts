import {
  readSourceOptions,
  SOURCE_OPTIONS,
  SOURCE_USAGE,
  type SourceOptions,
} from '#commands/kit/source-options.ts';
import { parseArguments, UsageError, wholeNumber } from '#commands/kit/usage.ts';

export type EraseOptions = {
  readonly source: SourceOptions;
  /** Moment's id or the merchant's `external_reference`. */
  readonly customer: string;
  readonly reason: string;
  /** Whether it is done, and not only rehearsed. */
  readonly yes: boolean;
  readonly unitsPerSecond: number | undefined;
};

export const USAGE = `npm run erase -- CUSTOMER --reason WHY [options]

Erases who a customer is: the profile, and the raw events that tell of them, of which the hashes stay. No amount,
no time and no balance changes, and \`npm run verify\` goes on to hold. CUSTOMER is Moment's id or your
external_reference.

Without --yes it is a rehearsal: it says what there is, and changes nothing. What is gone is gone, but for
backups. Stopped half way it may be run again, and payments may go on meanwhile. Kept with the erasure is who
runs it, as AWS knows them.

  --reason WHY          why it is done; kept too, so name nobody in it
  --yes                 do it

Which ledger:
${SOURCE_USAGE}

  --units-per-second N  consume no more read units than that; it reads the whole table, one for each 4 kB
  --help

It does not reach Moment's own copy, the queue, logs and backups: docs/personal-data.md

Example: npm run erase -- CUSTOMER-1042 --reason TICKET-77

Exit status: 0 if it is done or rehearsed, 1 if something is left, which it names, 2 if it could not be done.`;

const SAID_MAX = 500;

/** Undefined if only `--help` is asked for. @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): EraseOptions | undefined {
  const { values, positionals } = parseArguments(args, {
    ...SOURCE_OPTIONS,
    reason: { type: 'string' },
    yes: { type: 'boolean', default: false },
    'units-per-second': { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) return undefined;
  const [customer, ...more] = positionals;
  if (customer === undefined || more.length > 0) {
    throw new UsageError(`Name one customer, by id or reference; ${positionals.length} are named`);
  }
  return {
    source: readSourceOptions(values),
    customer,
    reason: said('--reason', values.reason),
    yes: values.yes,
    unitsPerSecond: wholeNumber('--units-per-second', values['units-per-second'], 1),
  };
}

function said(option: string, text: string | undefined): string {
  const words = text?.trim() ?? '';
  if (words !== '' && words.length <= SAID_MAX) return words;
  throw new UsageError(`${option} must say it in 1 to ${SAID_MAX} characters, such as TICKET-77`);
}
