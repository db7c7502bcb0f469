import { FileRefused } from '#shared/files/read/file-refused.ts';

/** What the columns of a report may mean, and under which names they are known. */
const KNOWN = {
  type: ['transaction_type'],
  time: ['transaction_timestamp'],
  reconciliation_id: ['reconciliation_id'],
  currency: ['presentment_currency'],
  // Moment's documentation, as far as we have it, ends before the columns of amounts.
  amount: ['presentment_amount', 'amount'],
  payment_id: ['payment_id'],
  merchant_reference: ['merchant_reference_id'],
  customer_reference: ['customer_reference'],
} as const;
export type Meaning = keyof typeof KNOWN;
export const MEANINGS = Object.keys(KNOWN) as readonly Meaning[];
export const OPTIONAL: readonly Meaning[] = [
  'payment_id',
  'merchant_reference',
  'customer_reference',
];

/** Which column means what, by its name in the file; what is not here has none. */
export type ColumnNames = Readonly<Partial<Record<Meaning, string>>>;

/** What a header is found by: the line that has it is one. */
export function headerColumn({ reconciliation_id }: ColumnNames): string {
  return reconciliation_id ?? KNOWN.reconciliation_id[0];
}

/**
 * By name and never by place: by the names that are told, and otherwise by those of Moment's documentation.
 *
 * @throws FileRefused that shows the header, where a column is not there or may be one of two
 */
export function columnsByMeaning(header: readonly string[], told: ColumnNames): ColumnNames {
  const found: [Meaning, string][] = MEANINGS.flatMap((meaning) => {
    const names = told[meaning] === undefined ? KNOWN[meaning] : [told[meaning]];
    const there = header.filter((column) => names.some((name) => isSame(name, column)));
    const [column, another] = there;
    if (another !== undefined) throw twoFor(meaning, there, header);
    if (column !== undefined) return [[meaning, column] as const];
    if (told[meaning] !== undefined || !OPTIONAL.includes(meaning)) {
      throw noneFor(meaning, names, header);
    }
    return [];
  });
  return Object.fromEntries(found);
}

function isSame(name: string, column: string): boolean {
  return name.toLowerCase() === column.toLowerCase();
}

function noneFor(meaning: Meaning, names: readonly string[], header: readonly string[]) {
  const words = `The report has no column ${names.join(' or ')}`;
  return new FileRefused(
    'file.column_missing',
    words,
    `${words}. ${wayOut(meaning)}; its header is: ${header.join(', ')}`,
  );
}

function twoFor(meaning: Meaning, there: readonly string[], header: readonly string[]) {
  const words = `Which column is the ${meaning}, is not clear`;
  return new FileRefused(
    'file.columns_contradict',
    words,
    `${words}: ${there.join(' or ')}. ${wayOut(meaning)}; its header is: ${header.join(', ')}`,
  );
}

function wayOut(meaning: Meaning): string {
  return `Say which one it is with --column ${meaning}=NAME`;
}
