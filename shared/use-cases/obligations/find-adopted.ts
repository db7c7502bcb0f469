import { ServiceError } from '#shared/errors.ts';
import type { Adopts, CreationDone } from '#shared/models/intent.ts';
import type { NewObligation } from '#shared/models/new-obligation.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';
import type { Obligations, WaitingEvents } from '#shared/ports/ledger.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import { fromWaiting } from '#shared/use-cases/payments/incoming-event.ts';
import { differencesOf } from './tells-the-same.ts';

export type AdoptionDeps = {
  readonly ledger: Obligations;
  readonly waiting: WaitingEvents;
  readonly moment: MomentApi;
};

/** How many of the payments that wait a refusal lists. */
const LISTED_MAX = 100;

/**
 * What Moment has of what is to be adopted, where it is what the merchant says, and it is said whether the balance
 * contains the payments that wait.
 *
 * @throws ServiceError `adoption.ambiguous`, `adoption.not_at_moment`, `adoption.contradicted`, `moment.*`
 */
export async function findAdopted(
  part: NewObligation,
  adopts: Adopts,
  deadline: number,
  deps: AdoptionDeps,
): Promise<ObligationAtMoment> {
  await refuseAmbiguous(part, adopts, deps);
  const { kind, facts } = part;
  const told = await deps.moment.findAtMoment(kind, adopts.id, deadline);
  if (!told) {
    throw new ServiceError(
      'adoption.not_at_moment',
      `Moment has no ${kind} ${adopts.id}; leave id out to create one, there and here`,
    );
  }
  const { externalReference = facts.external_reference } = told;
  const differences = [
    ...(externalReference === facts.external_reference ? [] : ['externalReference']),
    ...differencesOf(told, fillIn(part, told)),
  ].map(inSnakeCase);
  if (differences.length === 0) return told;
  throw new ServiceError(
    'adoption.contradicted',
    `Moment has ${adopts.id} with another ${differences.join(', another ')}; send what Moment has, or leave out what may be left out`,
    {
      members: {
        errors: differences.map((field) => ({ field, detail: 'is not as Moment has it' })),
      },
    },
  );
}

/** What was left out is as Moment has it. */
export function fillIn(part: NewObligation, told: ObligationAtMoment): NewObligation {
  const { name, email, phone, currency, metadata, dueDate: due_date } = told;
  switch (part.kind) {
    case 'customer':
      return { ...part, facts: { name, email, phone, currency, metadata, ...part.facts } };
    case 'account':
      return { ...part, facts: { name, currency, metadata, ...part.facts } };
    case 'bill':
      return { ...part, facts: { due_date, metadata, ...part.facts } };
  }
}

/** What an adoption adds to what is done: until when the balance contains what took effect, and what was paid by then. */
export function doneOfAdoption(
  { kind, facts }: NewObligation,
  { balanceAsOf, balance }: Adopts,
  startedAt: string,
  told: ObligationAtMoment,
): Pick<CreationDone, 'containedUntil' | 'paidBefore' | 'dueDate'> {
  const containedUntil = balanceAsOf ?? startedAt;
  if (kind === 'bill') {
    const paidBefore = facts.amount_due - (balance ?? facts.amount_due);
    return { containedUntil, paidBefore, dueDate: told.dueDate };
  }
  return facts.balance === undefined ? {} : { containedUntil };
}

/** Whoever does not say when the balance held may not know of payments that wait: a guess would count them twice, or never. */
async function refuseAmbiguous(
  { kind, facts }: NewObligation,
  { id, balanceAsOf }: Adopts,
  { ledger, waiting }: AdoptionDeps,
): Promise<void> {
  const isTracked = kind === 'bill' || facts.balance !== undefined;
  if (!isTracked || balanceAsOf !== undefined) return;
  const { items } = await waiting.listWaiting(id, LISTED_MAX);
  // Another run may have opened it, and what waited is about to be settled.
  if (items.length === 0 || (await ledger.findObligation(id))) return;
  throw new ServiceError(
    'adoption.ambiguous',
    `${items.length === LISTED_MAX ? 'At least ' : ''}${items.length} events wait for ${id}, and whether its balance contains them is not said: send balance_as_of, the moment at which it held`,
    { members: { waiting: items.map(shown) } },
  );
}

function shown(held: Parameters<typeof fromWaiting>[0]) {
  const { event } = fromWaiting(held);
  const { eventId, paymentId, amount, currency, receivedAt } = held;
  // Stryker disable next-line ConditionalExpression: what waits for its obligation is a payment
  const effectiveAt = event.kind === 'payment' ? event.payment.effectiveAt : undefined;
  return {
    event_id: eventId,
    payment_id: paymentId,
    amount,
    currency,
    effective_at: effectiveAt,
    received_at: receivedAt,
  };
}

function inSnakeCase(member: string): string {
  return member.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
