import { ServiceError } from '#shared/errors.ts';
import { sumAged, toExact, totalOf } from '#shared/ledger/ageing/sum-aged.ts';
import type { Aged, AgedObligation } from '#shared/models/aged.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { OwnedObligations } from '#shared/ports/ledger.ts';
import type { RowsDeps } from '#shared/use-cases/statements/whole-rows.ts';
import { type AgeingAsked, ageAll } from './age-obligation.ts';

export type AgeOwedDeps = RowsDeps & { readonly owned: OwnedObligations };

export type AgedDebts = {
  readonly byCurrency: ReadonlyMap<string, Aged>;
  /** Those with a balance: the one that was asked for, then accounts, then bills, by reference. */
  readonly obligations: readonly AgedObligation[];
};

/** What is read at once must be answered within seconds. */
export const OWNED_MAX = 1000;

/**
 * How old all is that is owed on an obligation and on what hangs on it: a customer's accounts and bills, an account's
 * bills.
 *
 * @throws ServiceError `ageing.too_many`, `balance.out_of_range`, `ledger.busy`
 */
export async function ageOwed(
  obligation: Obligation,
  asked: AgeingAsked,
  deps: AgeOwedDeps,
): Promise<AgedDebts> {
  const owned = await readOwned(obligation, deps.owned);
  // Stryker disable next-line MethodExpression: what is not tracked has no entry, and so no age
  const tracked = [obligation, ...owned].filter(isTracked);
  const aged = await ageAll(tracked, asked, deps);
  const byCurrency = new Map<string, Aged>();
  for (const [currency, sum] of sumAged(aged)) {
    const exact = toExact(sum);
    if (!exact) throw notExact(obligation.id);
    byCurrency.set(currency, exact);
  }
  return { byCurrency, obligations: aged.filter((each) => totalOf(each.aged) !== 0) };
}

function notExact(id: string): ServiceError {
  const detail = `What is owed on ${id} and what hangs on it is no exact number together`;
  return new ServiceError('balance.out_of_range', detail);
}

async function readOwned(
  { id, kind }: Obligation,
  owned: OwnedObligations,
): Promise<readonly Obligation[]> {
  // Stryker disable next-line ArrayDeclaration: what is not tracked is left out
  if (kind === 'bill') return [];
  const { ids, hasMore } = await owned.listOwned(id, OWNED_MAX);
  if (hasMore) {
    throw new ServiceError(
      'ageing.too_many',
      `More than ${OWNED_MAX} accounts and bills hang on ${id}: GET /ageing has all of them, page by page`,
    );
  }
  return (await owned.findObligations(ids)).toSorted(
    (one, other) =>
      one.kind.localeCompare(other.kind) ||
      one.externalReference.localeCompare(other.externalReference),
  );
}
