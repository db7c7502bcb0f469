import { FileRefused } from '#shared/files/read/file-refused.ts';
import { aKind, type ObligationKind } from '#shared/models/obligation-id.ts';
import { type Field, fieldOf, knownColumns, REFUSED_COLUMNS } from './layouts.ts';

export type BulkOptions = {
  readonly kind: ObligationKind;
  /** Of the rows that do not say it themselves. */
  readonly currency: string | undefined;
  /** The column that tells one row from another. @default `external_reference` */
  readonly reference?: string | undefined;
  /** Columns that are kept as metadata, each under its own name. */
  readonly metadata: readonly string[];
  /** Columns that nobody needs. */
  readonly leaveOut: readonly string[];
  /** Of phone numbers that begin with 0, such as 27. @default they are refused */
  readonly callingCode?: string | undefined;
};

/** Which column says what. */
export type Columns = {
  readonly named: ReadonlyMap<Field, string>;
  readonly metadata: readonly { readonly key: string; readonly column: string }[];
  /** What the file has, and is not imported. */
  readonly leftOut: readonly string[];
};

const METADATA_PREFIX = 'metadata.';

/** @throws FileRefused for a column that is not known, or wanted and not there, or says what another says */
export function findColumns(header: readonly string[], options: BulkOptions): Columns {
  const { kind, reference, leaveOut } = options;
  refuseAbsent(header, [...options.metadata, ...leaveOut, ...(reference ? [reference] : [])]);
  const named = new Map<Field, string>();
  const metadata: { key: string; column: string }[] = [];
  const leftOut: string[] = [];
  for (const column of header) {
    const field = column === reference ? 'external_reference' : fieldOf(kind, column);
    const isPrefixed = column.startsWith(METADATA_PREFIX);
    if (options.metadata.includes(column)) metadata.push({ key: column, column });
    if (leaveOut.includes(column)) leftOut.push(column);
    else if (options.metadata.includes(column) && column !== reference) continue;
    else if (isPrefixed) metadata.push({ key: column.slice(METADATA_PREFIX.length), column });
    else if (field === undefined) throw unknown(column, kind);
    else if (field === 'left_out') leftOut.push(column);
    else if (named.has(field)) throw contradiction(named.get(field) ?? '', column);
    else named.set(field, column);
  }
  refuseIncomplete(named, options);
  const ours: readonly string[] = REFUSED_COLUMNS;
  return { named, metadata, leftOut: leftOut.filter((column) => !ours.includes(column)) };
}

function refuseAbsent(header: readonly string[], asked: readonly string[]): void {
  const absent = asked.find((column) => !header.includes(column));
  if (absent === undefined) return;
  throw new FileRefused(
    'file.column_missing',
    `The file has no column ${absent}, which was named: its name must be spelt as in the header`,
  );
}

function refuseIncomplete(named: ReadonlyMap<Field, string>, { kind, currency }: BulkOptions) {
  const has = (...fields: readonly Field[]) => fields.some((field) => named.has(field));
  const split = named.get('first_name') ?? named.get('last_name');
  const whole = named.get('name');
  if (split !== undefined && whole !== undefined) throw contradiction(whole, split);
  if (!has('external_reference')) {
    throw missing(
      `The file has no column external_reference: say with --reference which column tells one ${kind} from another`,
    );
  }
  if (!has('amount')) {
    throw missing('The file has no column amount_due: what is owed, in major units such as 240.00');
  }
  if (kind === 'account' && !has('customer')) {
    throw missing('The file has no column customer: the reference of the customer of each account');
  }
  if (kind === 'bill' && !has('customer', 'account')) {
    throw missing('The file has no column customer or account: the reference of who owes the bill');
  }
  if (currency === undefined && !has('currency')) {
    throw missing('The file has no column currency: say with --currency in which its amounts are');
  }
}

function missing(message: string): FileRefused {
  return new FileRefused('file.column_missing', message);
}

function unknown(column: string, kind: ObligationKind): FileRefused {
  const known = knownColumns(kind).join(', ');
  return new FileRefused(
    'file.column_unknown',
    'A column is not known: name it as metadata, or leave it out',
    `The column ${column} is not known: keep it with --metadata ${JSON.stringify(column)}, or drop it with --leave-out ${JSON.stringify(column)}. Of ${aKind(kind)} these are known: ${known}`,
  );
}

function contradiction(one: string, other: string): FileRefused {
  return new FileRefused(
    'file.columns_contradict',
    `The columns ${one} and ${other} say the same: leave one of them out`,
  );
}
