import { hashBytes } from './bytes.ts';
import type { CustomerFacts } from './customer.ts';
import type { AccountFacts, BillFacts } from './new-obligation.ts';

/** What is wrong with one cell of a row, and what it must be. It quotes nothing of the cell, which may be anybody's. */
export type RowProblem = { readonly column: string; readonly detail: string };

/** An obligation as a row of a file wants it, once the row is taken. Amounts are minor units. */
export type Wanted =
  | {
      readonly kind: 'customer';
      readonly facts: CustomerFacts & { readonly currency: string; readonly balance: number };
    }
  | {
      readonly kind: 'account';
      readonly facts: AccountFacts & { readonly currency: string; readonly balance: number };
    }
  | { readonly kind: 'bill'; readonly facts: BillFacts };

/** One row of a file: where it is, what stands in it, and what it wants or what is wrong with it. */
export type ImportRow = {
  /** Where it begins, from 1. */
  readonly line: number;
  /** As they stand there, by column. */
  readonly cells: ReadonlyMap<string, string>;
} & (
  | {
      readonly kind: 'sound';
      readonly wanted: Wanted;
      /** The column that a member of `facts` was read from. */
      readonly columnOf: (member: string) => string;
    }
  | { readonly kind: 'faulty'; readonly problems: readonly RowProblem[] }
);
export type SoundRow = Extract<ImportRow, { kind: 'sound' }>;

/** What is owed as the row has it: of a bill the amount due, and else the balance. */
export function amountOf(wanted: Wanted): { readonly amount: number; readonly currency: string } {
  const { currency } = wanted.facts;
  return wanted.kind === 'bill'
    ? { amount: wanted.facts.amount_due, currency }
    : { amount: wanted.facts.balance, currency };
}

/** The same for two rows that want the same. It tells who somebody is to whoever can guess: it is for one run alone. */
export function contentOf({ kind, facts }: Wanted): string {
  return hashBytes(JSON.stringify([kind, sorted(facts)]));
}

/**
 * Under which key a row is written: one for each identity, amount and batch, so that a row that is sent again, by
 * whoever and after whatever crash, is the same request. The key is kept for ever, and so is made of nothing that
 * tells who somebody is.
 */
export function importKey(wanted: Wanted, batch: string): string {
  const { amount, currency } = amountOf(wanted);
  const { external_reference: reference } = wanted.facts;
  return `import-${hashBytes(JSON.stringify([wanted.kind, reference, batch, currency, amount]))}`;
}

/** Columns may stand in any order. */
function sorted(value: object): readonly unknown[] {
  const members: ReadonlyMap<string, unknown> = new Map(Object.entries(value));
  return [...members.keys()].sort().flatMap((name) => {
    const member = members.get(name);
    if (member === undefined) return [];
    return [[name, member instanceof Object ? sorted(member) : member]];
  });
}
