import { openRequests } from '#shared/ledger/open-requests.ts';
import { CANDIDATE_GROUNDS, type Candidate } from '#shared/models/exception.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { Presented } from '#shared/models/presented.ts';
import type { ToldMembers } from '#shared/moment/wire/told-members.ts';

/** An obligation that was found for a payment, with what was presented of it. */
export type Looked = {
  readonly obligation: Obligation;
  readonly presented: readonly Presented[];
};

const CANDIDATES_MAX = 10;

/** Whether a payment in a currency can be applied to it; where that is not told, nobody can say no. */
export function canTake(obligation: Obligation, currency: string | undefined): boolean {
  if (!isTracked(obligation)) return false;
  return currency === undefined || obligation.currency === currency;
}

/**
 * Obligations that a payment may have been meant for, those first for which most speaks. It is never more than a proposal:
 * a balance is equal to an amount by chance as well.
 */
export function rankCandidates(
  looked: readonly Looked[],
  told: ToldMembers,
  now: number,
): readonly Candidate[] {
  return looked
    .map(({ obligation, presented }) => ({
      obligation,
      because: groundsFor({ obligation, presented }, told, now),
    }))
    .filter(({ because }) => because.length > 0)
    .toSorted((one, other) => weightOf(other) - weightOf(one) || compareReferences(one, other))
    .slice(0, CANDIDATES_MAX);
}

function groundsFor(
  { obligation, presented }: Looked,
  { dataId, amount, ids, references }: ToldMembers,
  now: number,
): Candidate['because'] {
  const speaks = {
    payment_request: presented.some(({ id }) => id === dataId),
    id: ids.includes(obligation.id),
    reference: references.includes(obligation.externalReference),
    open_request: openRequests(presented, now).some((request) => request.amount === amount),
    amount: obligation.balance === amount,
  };
  return CANDIDATE_GROUNDS.filter((ground) => speaks[ground]);
}

/** Each ground weighs more than all behind it together. */
function weightOf({ because }: Candidate): number {
  return because.reduce((sum, ground) => sum + 2 ** -CANDIDATE_GROUNDS.indexOf(ground), 0);
}

function compareReferences({ obligation: one }: Candidate, { obligation: other }: Candidate) {
  return one.externalReference.localeCompare(other.externalReference);
}
