import type { DeploymentOptions } from '#commands/kit/deployment.ts';
import {
  DEPLOYMENT_OPTIONS,
  DEPLOYMENT_USAGE,
  readDeploymentOptions,
} from '#commands/kit/deployment-options.ts';
import { type ExpectedTotal, readExpectedTotals } from '#commands/kit/expected-total.ts';
import { parseArguments, UsageError } from '#commands/kit/usage.ts';
import { ENCODINGS } from '#shared/files/read/encoding.ts';
import type { Delimiter } from '#shared/files/read/find-layout.ts';
import { UNITS } from '#shared/files/report/read-amount.ts';
import type { ReportOptions } from '#shared/files/report/read-report.ts';
import { SIGNS } from '#shared/files/report/read-report-row.ts';
import { type ColumnNames, MEANINGS } from '#shared/files/report/report-columns.ts';
import { isValid } from '#shared/models/parsing.ts';
import { type ReportPeriod, TimeWithOffset } from '#shared/models/report-row.ts';

export type ReconcileOptions = {
  readonly file: string;
  readonly report: ReportOptions;
  /** Where it is not as the file says. */
  readonly period: ReportPeriod | undefined;
  /** Where every finding is written as CSV. */
  readonly csv: string | undefined;
  readonly enterRefunds: boolean;
  /** Whether nobody is asked before something is entered. */
  readonly yes: boolean;
  /** What the refunds that are to be entered must add up to. */
  readonly expected: readonly ExpectedTotal[];
  /** Moment's API, where it is not played. */
  readonly momentUrl: string;
  readonly deployment: DeploymentOptions;
};

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
const MOMENT_URL = 'https://api.momentpay.net';

export const USAGE = `npm run reconcile -- FILE --unit major|minor [options]

Lays a reconciliation or settlement report of Moment's beside the ledger: what agrees, where amounts differ,
payments that we were never told of, refunds that are not entered, and what of ours is missing in theirs. It
changes nothing, unless --enter-refunds is said.

Whatever stands before the header is skipped, and columns are found by name. A payment of the report is found in
the ledger by its id, where the report has a column of it, and otherwise by what Moment's API says that its
reports call it.

  --unit U          in which the amounts are written: major (20.00) or minor (2000); it is never guessed
  --refunds S       how refunded amounts are written: positive or negative; needed where there are refunds
  --column M=NAME   the column NAME is the ${MEANINGS.slice(0, 5).join(', ')},
                    ${MEANINGS.slice(5).join(', ')}; may come often
  --from T, --to T  what the report covers, as 2026-11-29T00:00:00Z, where it does not say so; without it nothing
                    is told to be missing
  --csv OUT         writes every finding into the file OUT, which is not there yet
  --encoding E      ${ENCODINGS.join(' or ')}
  --delimiter D     ${Object.keys(DELIMITERS).join(', ')}
  --moment-url URL  of Moment's API, ${MOMENT_URL} unless told

  --enter-refunds   enters the refunds that are not entered, over the API, once their sum is confirmed; a refund that
                    was entered by hand becomes the row that it is, and moves nothing again
  --yes             nobody is asked
  --expect-total T  enters nothing unless those refunds add up to T, as "ZAR 5.00"; may come often

Which stack:
${DEPLOYMENT_USAGE}

Where callers bring a JWT, API_TOKEN has one.

  --help

Example: npm run reconcile -- report.csv --unit major --refunds negative --csv findings.csv

Exit status: 0 if both agree, 1 if they differ, 2 if the report or some row of it cannot be read, nothing was
entered that was to be, or what was asked makes no sense.`;

/** Undefined if only `--help` is asked for. @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): ReconcileOptions | undefined {
  const { values, positionals } = parseArguments(args, {
    ...DEPLOYMENT_OPTIONS,
    unit: { type: 'string' },
    refunds: { type: 'string' },
    column: { type: 'string', multiple: true, default: [] },
    from: { type: 'string' },
    to: { type: 'string' },
    csv: { type: 'string' },
    'enter-refunds': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    'expect-total': { type: 'string', multiple: true, default: [] },
    encoding: { type: 'string' },
    delimiter: { type: 'string' },
    'moment-url': { type: 'string', default: MOMENT_URL },
    help: { type: 'boolean', default: false },
  });
  if (values.help) return undefined;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new UsageError(`Name one file; ${positionals.length} are named`);
  }
  const unit = oneOf('--unit', UNITS, values.unit);
  if (unit === undefined) {
    throw new UsageError(
      'Say in which unit the amounts are written: --unit major (20.00) or --unit minor (2000)',
    );
  }
  return {
    file,
    report: {
      unit,
      refundSign: oneOf('--refunds', SIGNS, values.refunds),
      columns: readColumns(values.column),
      encoding: oneOf('--encoding', ENCODINGS, values.encoding),
      delimiter: readDelimiter(values.delimiter),
    },
    period: readPeriod(values.from, values.to),
    csv: values.csv,
    ...readEntering(values),
    momentUrl: values['moment-url'],
    deployment: readDeploymentOptions(values),
  };
}

function oneOf<T extends string>(
  option: string,
  allowed: readonly T[],
  text: string | undefined,
): T | undefined {
  const found = allowed.find((each) => each === text);
  if (text === undefined || found !== undefined) return found;
  throw new UsageError(`${option} must be ${allowed.join(' or ')}, not ${JSON.stringify(text)}`);
}

function readDelimiter(text: string | undefined): Delimiter | undefined {
  const names = Object.keys(DELIMITERS) as readonly (keyof typeof DELIMITERS)[];
  const name = oneOf('--delimiter', names, text);
  return name && DELIMITERS[name];
}

function readEntering(values: {
  readonly 'enter-refunds': boolean;
  readonly yes: boolean;
  readonly 'expect-total': readonly string[];
}): Pick<ReconcileOptions, 'enterRefunds' | 'yes' | 'expected'> {
  const { 'enter-refunds': enterRefunds, yes, 'expect-total': totals } = values;
  if (!enterRefunds && (yes || totals.length > 0)) {
    throw new UsageError('--yes and --expect-total are about what is entered: --enter-refunds');
  }
  return { enterRefunds, yes, expected: readExpectedTotals(totals, undefined) };
}

function readColumns(texts: readonly string[]): ColumnNames {
  const columns = texts.map((text) => {
    const [, name = '', column = ''] = /^([a-z_]+)=(.+)$/.exec(text) ?? [];
    const meaning = MEANINGS.find((each) => each === name);
    if (meaning) return [meaning, column] as const;
    throw new UsageError(
      `--column must be one of ${MEANINGS.join(', ')}, = and a name, such as amount=gross_amount; not ${JSON.stringify(text)}`,
    );
  });
  const twice = columns.find(([meaning], at) => columns.findIndex(([m]) => m === meaning) < at);
  if (twice) throw new UsageError(`--column ${twice[0]}= comes twice; choose one`);
  return Object.fromEntries(columns);
}

function readPeriod(from: string | undefined, to: string | undefined): ReportPeriod | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) {
    throw new UsageError('--from and --to belong together: say both');
  }
  for (const [option, text] of [['--from', from] as const, ['--to', to] as const]) {
    if (isValid(TimeWithOffset, text)) continue;
    throw new UsageError(
      `${option} must be a time with its offset, such as 2026-11-29T00:00:00Z, not ${JSON.stringify(text)}`,
    );
  }
  const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  if (period.from < period.to) return period;
  throw new UsageError('--from must be before --to');
}
