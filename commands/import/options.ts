import type { DeploymentOptions } from '#commands/kit/deployment.ts';
import { DEPLOYMENT_OPTIONS, readDeploymentOptions } from '#commands/kit/deployment-options.ts';
import { type ExpectedTotal, readExpectedTotals } from '#commands/kit/expected-total.ts';
import { parseArguments, UsageError, wholeNumber } from '#commands/kit/usage.ts';
import type { BulkOptions } from '#shared/files/bulk/columns.ts';
import { ENCODINGS, type Encoding } from '#shared/files/read/encoding.ts';
import type { Delimiter } from '#shared/files/read/find-layout.ts';
import { whyInvisible } from '#shared/models/find-invisible.ts';
import { Currency } from '#shared/models/money.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { tryParse } from '#shared/models/parsing.ts';

export type ImportOptions = {
  readonly path: string;
  readonly bulk: BulkOptions & {
    readonly encoding: Encoding | undefined;
    readonly delimiter: Delimiter | undefined;
  };
  readonly deployment: DeploymentOptions;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly expected: readonly ExpectedTotal[];
  readonly batch: string | undefined;
  readonly atOnce: number;
  readonly perSecond: number | undefined;
  readonly work: string | undefined;
};

const KINDS = { customers: 'customer', accounts: 'account', bills: 'bill' } as const;
const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
const AT_ONCE = 8;
const AT_ONCE_MAX = 100;
const BATCH_CHARACTERS_MAX = 100;

/** Undefined if only `--help` is asked for. @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): ImportOptions | undefined {
  const { values, positionals } = parseArguments(args, {
    ...DEPLOYMENT_OPTIONS,
    kind: { type: 'string' },
    currency: { type: 'string' },
    reference: { type: 'string' },
    metadata: { type: 'string', multiple: true, default: [] },
    'leave-out': { type: 'string', multiple: true, default: [] },
    'calling-code': { type: 'string' },
    delimiter: { type: 'string' },
    encoding: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    'expect-total': { type: 'string', multiple: true, default: [] },
    batch: { type: 'string' },
    'at-once': { type: 'string' },
    'per-second': { type: 'string' },
    work: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) return undefined;
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new UsageError(`Name one file; ${positionals.length} are named`);
  }
  const currency = values.currency === undefined ? undefined : currencyOf(values.currency);
  const atOnce = wholeNumber('--at-once', values['at-once'], 1) ?? AT_ONCE;
  if (atOnce > AT_ONCE_MAX) throw new UsageError(`--at-once must be ${AT_ONCE_MAX} at most`);
  return {
    path,
    bulk: {
      kind: kindOf(values.kind),
      currency,
      reference: values.reference,
      metadata: values.metadata,
      leaveOut: values['leave-out'],
      callingCode: callingCodeOf(values['calling-code']),
      delimiter: oneOf('--delimiter', DELIMITERS, values.delimiter),
      encoding: oneOf('--encoding', encodings(), values.encoding),
    },
    deployment: readDeploymentOptions(values),
    dryRun: values['dry-run'],
    yes: values.yes,
    expected: readExpectedTotals(values['expect-total'], currency),
    batch: values.batch === undefined ? undefined : batchOf(values.batch),
    atOnce,
    perSecond: wholeNumber('--per-second', values['per-second'], 1),
    work: values.work,
  };
}

function kindOf(text: string | undefined): ObligationKind {
  const kind = oneOf('--kind', KINDS, text);
  if (kind !== undefined) return kind;
  throw new UsageError('--kind says what each row is: customers, accounts or bills');
}

function currencyOf(text: string): string {
  const parsed = tryParse(Currency, text);
  if (parsed.ok) return parsed.value;
  throw new UsageError(`--currency ${parsed.problems.map(({ detail }) => detail).join('; ')}`);
}

function callingCodeOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[1-9]\d{0,2}$/.test(text)) return text;
  throw new UsageError('--calling-code must be that of a country, such as 27');
}

/** It is kept in the note of each entry. @throws UsageError */
export function batchOf(text: string): string {
  const why = whyInvisible(text, '2026-12');
  const isSound = text.trim() !== '' && text.length <= BATCH_CHARACTERS_MAX && why === undefined;
  if (isSound) return text;
  throw new UsageError(
    `--batch must name it in 1 to ${BATCH_CHARACTERS_MAX} visible characters, such as 2026-12`,
  );
}

function encodings(): Readonly<Record<string, Encoding>> {
  return Object.fromEntries(ENCODINGS.map((encoding) => [encoding, encoding]));
}

function oneOf<T>(
  option: string,
  values: Readonly<Record<string, T>>,
  text: string | undefined,
): T | undefined {
  if (text === undefined) return undefined;
  if (Object.hasOwn(values, text)) return values[text];
  throw new UsageError(`${option} must be one of ${Object.keys(values).join(', ')}`);
}
