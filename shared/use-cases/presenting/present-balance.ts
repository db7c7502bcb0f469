import { hashBytes } from '#shared/models/bytes.ts';
import type { PresentationIntent } from '#shared/models/intent.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import type { Presentation } from '#shared/models/presentation.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import { findObligation } from '#shared/use-cases/obligations/find-obligation.ts';
import { type Once, once } from '#shared/use-cases/once.ts';
import { isOpen } from './ask-moment.ts';
import { carryOutPresentation, type PresentingDeps } from './carry-out-presentation.ts';
import { proposePresentation } from './propose-presentation.ts';

export type PresentDeps = PresentingDeps & { readonly ledger: Obligations };

export type PresentCommand = {
  readonly kind: ObligationKind;
  /** Moment's id or the merchant's `external_reference`. */
  readonly id: string;
  readonly presentation: Presentation;
  readonly idempotencyKey: string | undefined;
  /** Epoch milliseconds after which Moment is not asked again. */
  readonly deadline: number;
};

export type PresentedBalance = {
  readonly request: PaymentRequest;
  readonly obligation: Obligation;
  readonly replayed: boolean;
};

/**
 * Presents what is owed as a Moment Payment Request. It carries our obligation's id, by which its payment is
 * known again. One of the same amount that can still be paid is answered again; the whole balance replaces those of
 * other amounts.
 *
 * @throws ServiceError `customer.not_found`, `balance.*`, `amount.*`, `idempotency_key.reused`, `presentation.*`,
 *   `request.invalid`, `moment.*`
 */
export async function presentBalance(
  command: PresentCommand,
  deps: PresentDeps,
): Promise<PresentedBalance> {
  const obligation = await findObligation(command.kind, command.id, deps.ledger);
  const { idempotencyKey, deadline } = command;
  const key = idempotencyKey ?? keyOf(obligation, command.presentation);
  const first = await presentOnce(key, obligation, command, deps);
  const { done, replayed } = first;
  // Nobody asked for a replay: a link that cannot be paid any more is of no use.
  const isOfUse = idempotencyKey !== undefined || !replayed || (await isOpen(done, deadline, deps));
  const { done: request, replayed: isReplay } = isOfUse
    ? first
    : await presentOnce(deps.randomness.uuid(), obligation, command, deps);
  return { request, obligation, replayed: isReplay };
}

function presentOnce(
  key: string,
  obligation: Obligation,
  { presentation, deadline }: PresentCommand,
  deps: PresentDeps,
): Promise<Once<PresentationIntent>> {
  return once<PresentationIntent>(
    {
      operation: 'present_balance',
      key,
      asked: [obligation.id, presentation],
      propose: async (begun) => ({
        ...begun,
        operation: 'present_balance',
        request: await proposePresentation(obligation, presentation, deadline, deps),
      }),
      carryOut: (run) => carryOutPresentation(run, deadline, deps),
    },
    deps,
  );
}

/**
 * For whoever sends no Idempotency-Key: the same on the same state of the ledger, so that a request that is sent
 * again, or twice at once, presents once.
 */
function keyOf({ id, sequence }: Obligation, presentation: Presentation): string {
  return `present-${hashBytes(JSON.stringify([id, sequence, presentation]))}`;
}
