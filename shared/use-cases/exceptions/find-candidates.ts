import { canTake, rankCandidates } from '#shared/ledger/exceptions/rank-candidates.ts';
import type { Candidate } from '#shared/models/exception.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { ObligationKind } from '#shared/models/obligation-id.ts';
import type { ToldMembers } from '#shared/moment/wire/told-members.ts';
import type { BalancesSnapshot, Exceptions } from '#shared/ports/exceptions.ts';
import type { Obligations, OwnedObligations } from '#shared/ports/ledger.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { Clock } from '#shared/ports/world.ts';

export type CandidateDeps = {
  readonly exceptions: Exceptions;
  readonly ledger: Obligations;
  readonly owned: OwnedObligations;
  readonly presented: PresentedRequests;
  readonly clock: Clock;
  /** By which an amount is found among all balances. @default among those of the payers that are named */
  readonly balances?: BalancesSnapshot | undefined;
};

const PAYERS_MAX = 3;
const OWNED_MAX = 50;
const BY_TOTAL_MAX = 20;

/** Obligations that a payment may have been meant for: those that it names, what hangs on the same payer, and what is owed alike. */
export async function findCandidates(
  told: ToldMembers,
  deps: CandidateDeps,
): Promise<readonly Candidate[]> {
  const { exceptions, presented, clock } = deps;
  const referenced = await findReferenced(told.references, deps);
  const named = await exceptions.findHeads([...told.ids, ...referenced]);
  const others = await exceptions.findHeads([
    ...(await listOfPayers(named, deps)),
    ...(await listByTotal(told, deps)),
  ]);
  const found = new Map([...named, ...others].map((head) => [head.id, head]));
  const looked = [...found.values()]
    .filter((head) => canTake(head, told.currency))
    .map(async (obligation) => ({
      obligation,
      presented: await presented.listPresented(obligation.id),
    }));
  return rankCandidates(await Promise.all(looked), told, clock.now());
}

async function findReferenced(
  references: readonly string[],
  { ledger }: CandidateDeps,
): Promise<readonly string[]> {
  const found = await Promise.all(
    references.flatMap((reference) =>
      ObligationKind.options.map((kind) => ledger.findReference(kind, reference)),
    ),
  );
  return found.filter((one) => one?.kind === 'taken').map(({ obligationId }) => obligationId);
}

/** The customers of what is named, and what else hangs on them. */
async function listOfPayers(
  named: readonly Obligation[],
  { owned }: CandidateDeps,
): Promise<readonly string[]> {
  const payers = [...new Set(named.map(({ id, customerId = id }) => customerId))];
  const listed = await Promise.all(
    payers.slice(0, PAYERS_MAX).map(async (payer) => {
      const { ids } = await owned.listOwned(payer, OWNED_MAX);
      return [payer, ...ids];
    }),
  );
  return listed.flat();
}

async function listByTotal(
  { amount, currency }: ToldMembers,
  { balances }: CandidateDeps,
): Promise<readonly string[]> {
  // Stryker disable next-line ArrayDeclaration: nothing has an id that is none
  if (!balances || amount === undefined || currency === undefined) return [];
  return balances.findByTotal(currency, amount, BY_TOTAL_MAX);
}
