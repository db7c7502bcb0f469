import { invalidMember, ServiceError } from '#shared/errors.ts';
import { openRequests, unpresented } from '#shared/ledger/open-requests.ts';
import { isOver } from '#shared/ledger/request-state.ts';
import type { PresentationIntent } from '#shared/models/intent.ts';
import { isTracked, type Obligation, type TrackedObligation } from '#shared/models/obligation.ts';
import type { Presentation } from '#shared/models/presentation.ts';
import type { Presented } from '#shared/models/presented.ts';
import { findOpen, keepOpen } from './ask-moment.ts';
import type { PresentingDeps } from './carry-out-presentation.ts';

/** What to ask of Moment is decided once: a retry after a payment or a crash asks for the same. */
export async function proposePresentation(
  obligation: Obligation,
  presentation: Presentation,
  deadline: number,
  deps: PresentingDeps,
): Promise<PresentationIntent['request']> {
  const { id, externalReference } = obligation;
  if (!isTracked(obligation)) {
    throw new ServiceError(
      'balance.not_tracked',
      `${id} was created without a balance, so there is none to present`,
    );
  }
  const { amount, description, expires_at } = presentation;
  const now = deps.clock.now();
  const due = amountDue(obligation, amount);
  if (isOver(expires_at, now)) throw expiresInThePast(expires_at);
  const open = openRequests(await deps.presented.listPresented(id), now);
  if (amount !== undefined) await refuseIfTooMuch(amount, obligation, open, deadline, deps);
  return {
    obligationId: id,
    facts: {
      amount: due,
      currency: obligation.currency,
      external_reference: externalReference,
      description,
      expires_at,
    },
    // All that is owed is in the one that is made: whoever paid another one too would pay it twice.
    replaces: amount === undefined ? otherThan(due, open).map((one) => one.id) : undefined,
  };
}

function amountDue({ id, balance, currency }: TrackedObligation, amount = balance): number {
  const members = { balance, currency };
  if (balance <= 0) {
    const words = `The balance of ${id} is ${balance}; only a positive one is due`;
    throw new ServiceError('balance.nothing_due', words, { members });
  }
  if (amount > balance) {
    const words = `${amount} is more than the balance of ${balance}`;
    throw new ServiceError('amount.exceeds_balance', words, { members });
  }
  return amount;
}

/** Moment is asked only where it matters: it may say that some cannot be paid any more, or that one is answered again. */
async function refuseIfTooMuch(
  amount: number,
  { balance, currency }: TrackedObligation,
  presented: readonly Presented[],
  deadline: number,
  deps: PresentingDeps,
): Promise<void> {
  const others = otherThan(amount, presented);
  if (amount <= unpresented(balance, others)) return;
  if (await findOpen(presented, amount, deadline, deps)) return;
  const open = await keepOpen(others, deadline, deps);
  const left = unpresented(balance, open);
  if (amount <= left) return;
  const named = open.map((one) => ({ id: one.id, amount: one.amount }));
  const words = `${amount} is more than the ${left} that no open Payment Request asks for yet: ${open.map(({ id }) => id).join(', ')}`;
  const members = { balance, currency, left, open: named };
  throw new ServiceError('amount.exceeds_unpresented', words, { members });
}

function otherThan(amount: number, open: readonly Presented[]): readonly Presented[] {
  return open.filter((one) => one.amount !== amount);
}

function expiresInThePast(expiresAt: string | undefined): ServiceError {
  const detail = `is ${expiresAt}, which is over; leave it out for Moment's 24 hours`;
  return invalidMember('expires_at', detail);
}
