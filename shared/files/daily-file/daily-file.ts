import { stringify } from 'csv-stringify/sync';
import { decimalText } from '#shared/models/format-amount.ts';
import { visibleText } from '#shared/models/visible-text.ts';

/** What the file says of whoever owes something. */
export type Debtor = {
  readonly externalReference: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Minor units. */
  readonly owed: number;
  readonly currency: string;
  /** `2025-02-20` */
  readonly dueDate?: string | undefined;
};

/** docs.momentco.io /documentation/billing/file-integration-guide, and a column of the merchant's own that names the row. */
export const DAILY_FILE_COLUMNS = [
  'first_name',
  'last_name',
  'passport_number',
  'sa_identification_number',
  'mobile_phone_number',
  'email',
  'due_date',
  'amount_due',
  'external_reference',
] as const;
type DailyRow = Readonly<Record<(typeof DAILY_FILE_COLUMNS)[number], string>>;

export type DailyRowRead =
  | { readonly ok: true; readonly row: DailyRow }
  | { readonly ok: false; readonly missing: readonly string[] };

/**
 * The row of one debtor, or what Moment requires of it and is not known. Names and numbers of identity are those of the
 * metadata where they are there; a name without them has its last word as the last name. A credit is nothing due.
 */
export function toDailyRow(debtor: Debtor): DailyRowRead {
  const { name = '', metadata = {}, owed, currency } = debtor;
  const words = name.trim().split(/\s+/u);
  const firstName = metadata['first_name'] ?? words.slice(0, -1).join(' ');
  const lastName = metadata['last_name'] ?? words.at(-1) ?? '';
  const passport = metadata['passport_number'] ?? '';
  const identity = metadata['sa_identification_number'] ?? '';
  const amountDue = decimalText(Math.max(0, owed), currency) ?? '';
  const missing = [
    ...(firstName === '' ? ['first_name'] : []),
    ...(lastName === '' ? ['last_name'] : []),
    ...(passport === '' && identity === '' ? ['passport_number or sa_identification_number'] : []),
    ...(amountDue === '' ? [`the digits of ${currency}`] : []),
  ];
  if (missing.length > 0) return { ok: false, missing };
  const row = {
    first_name: firstName,
    last_name: lastName,
    passport_number: passport,
    sa_identification_number: identity,
    mobile_phone_number: debtor.phone ?? '',
    email: debtor.email ?? '',
    due_date: debtor.dueDate ?? '',
    amount_due: amountDue,
    external_reference: debtor.externalReference,
  };
  return { ok: true, row };
}

/** A line each. Nothing is made harmless for a spreadsheet: a program reads it, and a phone begins with a plus. */
export function writeDailyRows(rows: readonly DailyRow[], header: boolean): string {
  return stringify(
    rows.map((row) => DAILY_FILE_COLUMNS.map((column) => visibleText(row[column]))),
    { header, columns: [...DAILY_FILE_COLUMNS], record_delimiter: 'windows' },
  );
}

export type DailyFile = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly merchant: string;
  readonly all: boolean;
  /** `2026-11-30` */
  readonly day: string;
};

/** As Moment names what it takes by SFTP (the same page). */
export function dailyFileName({ country, merchant, all, day }: DailyFile): string {
  const middle = all ? 'moment_all-customers' : 'dailyfile';
  return `${country}_${merchant}_${middle}_${day}.csv`;
}
