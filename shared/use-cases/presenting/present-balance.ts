import { ServiceError } from '#shared/errors.ts';
import { isOver } from '#shared/ledger/request-state.ts';
import { hashBytes } from '#shared/models/bytes.ts';
import type { PresentationIntent } from '#shared/models/intent.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { PaymentRequest, PaymentRequestFacts } from '#shared/models/payment-request.ts';
import type { Presentation } from '#shared/models/presentation.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import { findObligation } from '#shared/use-cases/obligations/find-obligation.ts';
import { type Once, once } from '#shared/use-cases/once.ts';
import { carryOutPresentation, isOpen, type PresentingDeps } from './carry-out-presentation.ts';

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
 * known again. One of the same amount that can still be paid is answered again.
 *
 * @throws ServiceError `customer.not_found`, `balance.*`, `amount.exceeds_balance`, `idempotency_key.reused`,
 *   `presentation.unresolved`, `request.invalid`, `moment.*`
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
      // What to ask of Moment is decided once: a retry after a payment or a crash asks for the same amount.
      propose: (begun) => ({
        ...begun,
        operation: 'present_balance',
        request: {
          obligationId: obligation.id,
          facts: factsToPresent(obligation, presentation, deps.clock.now()),
        },
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

function factsToPresent(
  obligation: Obligation,
  { amount, description, expires_at }: Presentation,
  now: number,
): PaymentRequestFacts {
  const { id, externalReference } = obligation;
  if (!isTracked(obligation)) {
    throw new ServiceError(
      'balance.not_tracked',
      `${id} was created without a balance, so there is none to present`,
    );
  }
  const { balance, currency } = obligation;
  const members = { balance, currency };
  if (balance <= 0) {
    const words = `The balance of ${id} is ${balance}; only a positive one is due`;
    throw new ServiceError('balance.nothing_due', words, { members });
  }
  const due = amount ?? balance;
  if (due > balance) {
    const words = `${due} is more than the balance of ${balance}`;
    throw new ServiceError('amount.exceeds_balance', words, { members });
  }
  if (isOver(expires_at, now)) {
    const detail = `is ${expires_at}, which is over; leave it out for Moment's 24 hours`;
    throw new ServiceError('request.invalid', `expires_at: ${detail}`, {
      members: { errors: [{ field: 'expires_at', detail }] },
    });
  }
  return {
    amount: due,
    currency,
    external_reference: externalReference,
    description,
    expires_at,
  };
}
