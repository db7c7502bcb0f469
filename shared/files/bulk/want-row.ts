import { CustomerFacts } from '#shared/models/customer.ts';
import { readDecimalAmount } from '#shared/models/decimal-amount.ts';
import { findInvisible } from '#shared/models/find-invisible.ts';
import { decimalText } from '#shared/models/format-amount.ts';
import type { RowProblem, Wanted } from '#shared/models/import-row.ts';
import { Currency } from '#shared/models/money.ts';
import { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import { type Parsed, type ParseProblem, tryParse } from '#shared/models/parsing.ts';
import type { BulkOptions, Columns } from './columns.ts';
import type { Field } from './layouts.ts';

export type WantedRow =
  | {
      readonly kind: 'sound';
      readonly wanted: Wanted;
      readonly columnOf: (member: string) => string;
    }
  | { readonly kind: 'faulty'; readonly problems: readonly RowProblem[] };

/** What a row wants, by the schemas that the API takes it by; or all that is wrong with it, by column. */
export function wantRow(
  cells: ReadonlyMap<string, string>,
  columns: Columns,
  options: BulkOptions,
): WantedRow {
  const cell = (field: Field) => trimmed(cells.get(columns.named.get(field) ?? ''));
  const columnOf = (member: string) => columnNamed(member, columns);
  const currency = cell('currency') ?? options.currency ?? '';
  const problems: RowProblem[] = [...problemsOfCurrency(currency, columns, options)];
  const amount = readDecimalAmount(cell('amount') ?? '', currency);
  if (!amount.ok && problems.length === 0) {
    problems.push({ column: columnOf('amount'), detail: amount.detail });
  }
  const facts = {
    ...factsOf(cell, options),
    ...metadataOf(cells, columns),
    currency,
    [amountMember(options.kind)]: amount.ok ? amount.amount : 1,
  };
  const parsed = parseFacts(options.kind, facts);
  const found = [...findInvisible(facts), ...(parsed.ok ? [] : parsed.problems)];
  const isTold = new Set(problems.map(({ column }) => column));
  const others = found
    .map((problem) => inWordsOfTheFile(problem, columnOf, currency))
    .filter(({ column }) => !isTold.has(column));
  const all = [...problems, ...others];
  return parsed.ok && all.length === 0
    ? { kind: 'sound', wanted: parsed.value, columnOf }
    : { kind: 'faulty', problems: all };
}

function problemsOfCurrency(
  currency: string,
  { named }: Columns,
  options: BulkOptions,
): readonly RowProblem[] {
  const column = named.get('currency') ?? '--currency';
  if (options.currency !== undefined && currency !== options.currency) {
    return [{ column, detail: `is not ${options.currency}, which the import is in by --currency` }];
  }
  const parsed = tryParse(Currency, currency);
  // As it is written: a currency in lower case is a column of something else.
  if (parsed.ok && parsed.value === currency) return [];
  return [{ column, detail: 'must be a three-letter ISO 4217 code in use, such as ZAR' }];
}

function factsOf(
  cell: (field: Field) => string | undefined,
  { kind, callingCode }: BulkOptions,
): Readonly<Record<string, string>> {
  const reference = { external_reference: cell('external_reference') };
  const split = [cell('first_name'), cell('last_name')].filter((part) => part !== undefined);
  const name = cell('name') ?? (split.length > 0 ? split.join(' ') : undefined);
  switch (kind) {
    case 'customer':
      return defined({
        ...reference,
        name,
        email: cell('email'),
        phone: international(cell('phone'), callingCode),
      });
    case 'account':
      return defined({ ...reference, name, customer: cell('customer') });
    case 'bill':
      return defined({
        ...reference,
        customer: cell('customer'),
        account: cell('account'),
        bill_date: cell('bill_date'),
        due_date: cell('due_date'),
      });
  }
}

function metadataOf(cells: ReadonlyMap<string, string>, { metadata }: Columns) {
  const told = metadata.flatMap(({ key, column }) => {
    const text = trimmed(cells.get(column));
    return text === undefined ? [] : [[key, text] as const];
  });
  return told.length === 0 ? {} : { metadata: Object.fromEntries(told) };
}

function parseFacts(kind: BulkOptions['kind'], facts: object): Parsed<Wanted> {
  switch (kind) {
    case 'customer':
      return as('customer', tryParse(CustomerFacts, facts));
    case 'account':
      return as('account', tryParse(AccountFacts, facts));
    case 'bill':
      return as('bill', tryParse(BillFacts, facts));
  }
}

/** Currency and amount are there: they were put there above. */
function as(kind: Wanted['kind'], parsed: Parsed<object>): Parsed<Wanted> {
  return parsed.ok ? { ok: true, value: { kind, facts: parsed.value } as Wanted } : parsed;
}

function amountMember(kind: BulkOptions['kind']): 'balance' | 'amount_due' {
  return kind === 'bill' ? 'amount_due' : 'balance';
}

/** The schema of a bill speaks of minor units, and the file has none. */
function inWordsOfTheFile(
  { field, detail }: ParseProblem,
  columnOf: (member: string) => string,
  currency: string,
): RowProblem {
  if (field !== 'amount_due') return { column: columnOf(field), detail };
  const [least, most] = [1, 99_999_999].map((amount) => decimalText(amount, currency));
  return { column: columnOf(field), detail: `must be ${least} to ${most}` };
}

function columnNamed(member: string, { named, metadata }: Columns): string {
  const [first = '', ...rest] = member.split('.');
  if (first === 'metadata') {
    const key = rest.join('.');
    return metadata.find((each) => each.key === key)?.column ?? 'metadata';
  }
  if (first === 'name') return named.get('name') ?? named.get('first_name') ?? 'last_name';
  const isAmount = ['balance', 'amount_due', 'amount'].includes(first);
  return named.get(isAmount ? 'amount' : (first as Field)) ?? first;
}

/** Only by the country that was told. */
function international(phone: string | undefined, callingCode: string | undefined) {
  return callingCode === undefined ? phone : phone?.replace(/^0(?=[1-9])/, `+${callingCode}`);
}

/** A blank cell says nothing. What else is in a text stays: leading zeros, and long numbers. */
function trimmed(text: string | undefined): string | undefined {
  const bare = text?.replaceAll(/^[ \t]+|[ \t]+$/g, '');
  return bare === '' ? undefined : bare;
}

function defined(members: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}
