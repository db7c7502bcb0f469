import { amountOf, type RowProblem, type SoundRow } from '#shared/models/import-row.ts';
import { addMinorUnits } from '#shared/models/money.ts';
import type { BillFacts } from '#shared/models/new-obligation.ts';
import type { Contact, EnteredBefore, Standing } from '#shared/ports/importing.ts';

export type Refresh = {
  readonly balance: number;
  /** What is owed until then, as of that entry. */
  readonly from: number;
  readonly expectedSequence: number;
};

export type RowDecision =
  | { readonly kind: 'create' }
  | {
      readonly kind: 'update';
      readonly id: string;
      /** What is owed from then on, if nothing is entered before. */
      readonly refresh: Refresh | undefined;
      /** Whether who it is changes too. */
      readonly changesContact: boolean;
    }
  | {
      readonly kind: 'unchanged';
      readonly id: string;
      /** This batch entered it before, and something moved it since. */
      readonly movedSince: boolean;
    }
  | { readonly kind: 'refused'; readonly problems: readonly RowProblem[] };

/**
 * What a row comes to, beside what stands in the ledger.
 *
 * @param before what the same batch entered for it: that is not entered twice, or a debt that was paid since would be
 *   owed again
 */
export function decideRow(
  row: SoundRow,
  standing: Standing | undefined,
  before: EnteredBefore | undefined,
): RowDecision {
  if (standing === undefined) return { kind: 'create' };
  const problems = problemsBeside(row, standing);
  if (problems.length > 0) return { kind: 'refused', problems };
  const { amount, currency } = amountOf(row.wanted);
  const { id, sequence, balance = 0, paid } = standing;
  const next = addMinorUnits(amount, -paid);
  if (next === undefined) {
    const detail = 'and what was paid make no number that can be kept';
    return { kind: 'refused', problems: [{ column: row.columnOf('amount'), detail }] };
  }
  const isEntered =
    before !== undefined &&
    before.id === id &&
    before.amount === amount &&
    before.currency === currency;
  const moves = next !== balance && !isEntered;
  const changesContact = differs(contactOf(row), standing.contact);
  if (!moves && !changesContact) {
    return { kind: 'unchanged', id, movedSince: next !== balance };
  }
  const refresh = moves ? { balance: next, from: balance, expectedSequence: sequence } : undefined;
  return { kind: 'update', id, refresh, changesContact };
}

/** Who somebody is as the row has it; what it leaves blank it does not say. */
export function contactOf({ wanted }: SoundRow): Contact {
  const { name, email, phone, metadata }: Contact = wanted.facts;
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(metadata && { metadata }),
  };
}

function problemsBeside(row: SoundRow, standing: Standing): readonly RowProblem[] {
  const { wanted } = row;
  const { currency } = wanted.facts;
  if (standing.balance === undefined) {
    const detail = `is of one that was created without a balance, which cannot get one later`;
    return [{ column: row.columnOf('external_reference'), detail }];
  }
  const problems: RowProblem[] = [];
  if (standing.currency !== currency) {
    const detail = `is not ${standing.currency}, in which it is kept, and which cannot change`;
    problems.push({ column: row.columnOf('currency'), detail });
  }
  const { bill_date: billDate, due_date: dueDate } = wanted.facts as Partial<BillFacts>;
  const dates = [
    ['bill_date', billDate, standing.billDate],
    ['due_date', dueDate, standing.dueDate],
  ] as const;
  for (const [member, told, kept] of dates) {
    if (told === undefined || told === kept) continue;
    const detail = `is ${kept ?? 'not said'} of this bill, and Moment changes no date of one that is there`;
    problems.push({ column: row.columnOf(member), detail });
  }
  return problems;
}

function differs(told: Contact, kept: Contact): boolean {
  const { metadata = {}, ...others } = told;
  return (
    Object.entries(others).some(([name, text]) => kept[name as keyof Contact] !== text) ||
    Object.entries(metadata).some(([key, text]) => kept.metadata?.[key] !== text)
  );
}
