import type { ObligationKind } from '#shared/models/obligation-id.ts';

/** What a column says, whatever it is called. */
export type Field =
  | 'external_reference'
  | 'first_name'
  | 'last_name'
  | 'name'
  | 'email'
  | 'phone'
  | 'currency'
  | 'amount'
  | 'customer'
  | 'account'
  | 'bill_date'
  | 'due_date';

/** Told of a row that was refused: the file may be sent again with them. */
export const REFUSED_COLUMNS = ['import_line', 'import_problem'] as const;

const REFERENCE = [['external_reference', 'external_reference']] as const;
const OWED = [
  ['currency', 'currency'],
  ['amount_due', 'amount'],
] as const;
const BALANCE = [['balance', 'amount']] as const;

/** The columns of each kind: Moment's bulk layout, and the names that our API has. */
const KNOWN: Readonly<Record<ObligationKind, ReadonlyMap<string, Field>>> = {
  customer: new Map<string, Field>([
    ...REFERENCE,
    ['first_name', 'first_name'],
    ['last_name', 'last_name'],
    ['name', 'name'],
    ['mobile_phone_number', 'phone'],
    ['phone', 'phone'],
    ['email', 'email'],
    ...OWED,
    ...BALANCE,
  ]),
  account: new Map<string, Field>([
    ...REFERENCE,
    ['customer', 'customer'],
    ['name', 'name'],
    ...OWED,
    ...BALANCE,
  ]),
  bill: new Map<string, Field>([
    ...REFERENCE,
    ['customer', 'customer'],
    ['account', 'account'],
    ['bill_date', 'bill_date'],
    ['due_date', 'due_date'],
    ...OWED,
  ]),
};

const IDENTITY = ['passport_number', 'sa_identification_number'];
/** Of a customer, who is imported for themselves. */
const PERSON = ['first_name', 'last_name', ...IDENTITY, 'mobile_phone_number', 'email'];

/** Known, and kept only by whoever names them as metadata: identity numbers, and what the kind has no place for. */
const LEFT_OUT: Readonly<Record<ObligationKind, readonly string[]>> = {
  customer: [...IDENTITY, 'due_date'],
  account: [...PERSON, 'due_date'],
  bill: PERSON,
};

/** What a column of that name says of a row of that kind. */
export function fieldOf(kind: ObligationKind, column: string): Field | 'left_out' | undefined {
  const name = column.toLowerCase();
  const isOurs = REFUSED_COLUMNS.some((each) => each === name);
  return isOurs || LEFT_OUT[kind].includes(name) ? 'left_out' : KNOWN[kind].get(name);
}

export function knownColumns(kind: ObligationKind): readonly string[] {
  return [...KNOWN[kind].keys(), ...LEFT_OUT[kind]];
}
