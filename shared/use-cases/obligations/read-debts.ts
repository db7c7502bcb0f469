import { sumOwed } from '#shared/ledger/sum-owed.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { OwnedObligations } from '#shared/ports/ledger.ts';

/** How many accounts and bills of a customer are looked at. */
export const LOOKED_AT_MAX = 1000;
/** How many of each are listed. */
export const LISTED_MAX = 100;

export type Debts = {
  /** By reference. */
  readonly accounts: readonly Obligation[];
  /** With a balance that is not zero, those first that are due first. */
  readonly bills: readonly Obligation[];
  /** By currency, minor units; undefined where not all could be looked at. */
  readonly owed: ReadonlyMap<string, number> | undefined;
  /** There are more than are listed. */
  readonly hasMore: boolean;
};

/** All that a customer owes: on their own balance, on their accounts, and on their bills. */
export async function readDebts(customer: Obligation, owned: OwnedObligations): Promise<Debts> {
  const { ids, hasMore } = await owned.listOwned(customer.id, LOOKED_AT_MAX);
  const found = await owned.findObligations(ids);
  const accounts = found.filter(({ kind }) => kind === 'account').toSorted(byReference);
  const bills = found.filter(({ kind, balance }) => kind === 'bill' && balance !== 0);
  return {
    accounts: accounts.slice(0, LISTED_MAX),
    bills: bills.toSorted(byDueDate).slice(0, LISTED_MAX),
    owed: hasMore ? undefined : sumOwed([customer, ...found]),
    hasMore: hasMore || accounts.length > LISTED_MAX || bills.length > LISTED_MAX,
  };
}

function byDueDate(left: Obligation, right: Obligation): number {
  return dueDateOf(left).localeCompare(dueDateOf(right)) || byReference(left, right);
}

/** What has no date is due last. */
function dueDateOf({ dueDate = '9999' }: Obligation): string {
  return dueDate;
}

function byReference(left: Obligation, right: Obligation): number {
  return left.externalReference.localeCompare(right.externalReference);
}
