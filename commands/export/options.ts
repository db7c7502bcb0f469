import type { DeploymentOptions } from '#commands/kit/deployment.ts';
import { DEPLOYMENT_OPTIONS, readDeploymentOptions } from '#commands/kit/deployment-options.ts';
import { parseArguments, UsageError } from '#commands/kit/usage.ts';
import { minorUnitDigits } from '#shared/models/currencies.ts';
import { isValid } from '#shared/models/parsing.ts';
import { Day } from '#shared/models/zone.ts';

export const KINDS = ['customers', 'accounts', 'bills'] as const;
export type Kind = (typeof KINDS)[number];

/** A query of the API as it is passed on: which of it is right the API says. */
export type Period = Readonly<Partial<Record<'from' | 'to' | 'zone' | 'by', string>>>;

type Common = { readonly deployment: DeploymentOptions; readonly bom: boolean };
export type MomentFileOptions = Common & {
  readonly what: 'moment-file';
  readonly kind: Kind;
  readonly currency: string;
  readonly country: string;
  readonly merchant: string;
  readonly all: boolean;
  readonly day: string | undefined;
  readonly out: string | undefined;
};
type Periodic = Common & { readonly kinds: readonly Kind[]; readonly period: Period };
export type EntriesOptions = Periodic & {
  readonly what: 'entries';
  readonly out: string | undefined;
};
export type StatementsOptions = Periodic & { readonly what: 'statements'; readonly out: string };
export type AgeingOptions = Common & {
  readonly what: 'ageing';
  readonly asOf: string | undefined;
  readonly out: string | undefined;
};
export type ExportOptions = MomentFileOptions | EntriesOptions | StatementsOptions | AgeingOptions;

const OPTIONS = {
  ...DEPLOYMENT_OPTIONS,
  kind: { type: 'string' },
  out: { type: 'string' },
  bom: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  zone: { type: 'string' },
  by: { type: 'string' },
  'as-of': { type: 'string' },
  currency: { type: 'string' },
  country: { type: 'string' },
  merchant: { type: 'string' },
  'all-customers': { type: 'boolean' },
  date: { type: 'string' },
  help: { type: 'boolean' },
} as const;
type Name = keyof typeof OPTIONS;
type Values = ReturnType<typeof parseArguments<typeof OPTIONS>>['values'];

const ALWAYS: readonly Name[] = ['stage', 'region', 'profile', 'port', 'out'];
const OF_PERIODS: readonly Name[] = ['kind', 'bom', 'from', 'to', 'zone', 'by'];
const ALLOWED: Readonly<Record<ExportOptions['what'], readonly Name[]>> = {
  'moment-file': ['kind', 'currency', 'country', 'merchant', 'all-customers', 'date'],
  entries: OF_PERIODS,
  statements: OF_PERIODS,
  ageing: ['bom', 'as-of'],
};

/** @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): ExportOptions | 'help' {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (values.help) return 'help';
  const [what, ...others] = positionals;
  if (!isWhat(what) || others.length > 0) {
    throw new UsageError(`Say which one to write: ${Object.keys(ALLOWED).join(', ')}`);
  }
  const allowed = [...ALWAYS, ...ALLOWED[what]];
  const alien = (Object.keys(values) as Name[]).find((name) => !allowed.includes(name));
  if (alien) throw new UsageError(`--${alien} is not of ${what}`);
  const common = { deployment: readDeploymentOptions(values), bom: values.bom ?? false };
  switch (what) {
    case 'moment-file':
      return { what, ...common, ...readMomentFile(values) };
    case 'entries':
      return { what, ...common, ...readPeriodic(values), out: values.out };
    case 'statements':
      return { what, ...common, ...readPeriodic(values), out: required(values, 'out') };
    case 'ageing':
      return { what, ...common, asOf: values['as-of'], out: values.out };
  }
}

function isWhat(text: string | undefined): text is ExportOptions['what'] {
  return text !== undefined && Object.hasOwn(ALLOWED, text);
}

function readPeriodic(values: Values) {
  const { kind, from, to, zone, by } = values;
  const period = {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(zone !== undefined && { zone }),
    ...(by !== undefined && { by }),
  };
  return { kinds: kind === undefined ? KINDS : [readKind(kind)], period };
}

function readMomentFile(values: Values) {
  const [currency, country, merchant] = [
    required(values, 'currency'),
    required(values, 'country'),
    required(values, 'merchant'),
  ];
  if (minorUnitDigits(currency) === undefined) {
    throw new UsageError(`--currency must be a code of ISO 4217 such as ZAR, not ${currency}`);
  }
  if (!/^[a-z]{2}$/i.test(country)) {
    throw new UsageError(`--country must be two letters such as za, not ${country}`);
  }
  if (!/^[\w-]+$/.test(merchant)) {
    throw new UsageError('--merchant is part of a file name: letters, digits, _ and -');
  }
  if (values.date !== undefined && !isValid(Day, values.date)) {
    throw new UsageError(`--date must be a day such as 2026-11-30, not ${values.date}`);
  }
  return {
    kind: readKind(values.kind ?? 'customers'),
    all: values['all-customers'] ?? false,
    day: values.date,
    out: values.out,
    ...{ currency, country, merchant },
  };
}

function readKind(text: string): Kind {
  const kind = KINDS.find((each) => each === text);
  if (kind) return kind;
  throw new UsageError(`--kind must be ${KINDS.join(', ')}, not ${text}`);
}

function required(values: Values, name: 'out' | 'currency' | 'country' | 'merchant'): string {
  const value = values[name];
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`--${name} is missing`);
}
