import { ServiceError } from '#shared/errors.ts';
import { endOf, isOver } from '#shared/ledger/request-state.ts';
import type { PresentationIntent } from '#shared/models/intent.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import { madeByMoment } from '#shared/models/presented.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { IntentRun } from '#shared/use-cases/intent-run.ts';
import { momentRefused } from '#shared/use-cases/moment-refused.ts';
import type { OnceDeps } from '#shared/use-cases/once.ts';

export type PresentingDeps = OnceDeps & {
  readonly presented: PresentedRequests;
  readonly moment: MomentApi;
};

/** Moment forgets a key after 24 hours (docs.momentco.io, Idempotency): then the same call would be a second one. */
const KEY_COUNTS_MS = 23 * 60 * 60_000;
/** How many that may still be open are asked about. */
const ASKED_MAX = 10;

/**
 * Makes the Payment Request at Moment, or finds the one of the same amount that can still be paid, and keeps it
 * with its obligation.
 *
 * @throws ServiceError `presentation.unresolved`, `moment.*`
 */
export async function carryOutPresentation(
  run: IntentRun<PresentationIntent>,
  deadline: number,
  deps: PresentingDeps,
): Promise<PaymentRequest> {
  const { key, request } = run.intent;
  const { obligationId, facts } = request;
  const presented =
    (await findOpen(obligationId, facts.amount, deadline, deps)) ??
    (await makeAndKeep(run, deadline, deps));
  await deps.intents.finish(key, presented);
  return presented;
}

/** Whether it can be paid still, which only Moment knows. */
export async function isOpen(
  { id, expiresAt }: PaymentRequest,
  deadline: number,
  { moment, clock }: PresentingDeps,
): Promise<boolean> {
  if (isOver(expiresAt, clock.now())) return false;
  return (await moment.findPaymentRequest(id, deadline))?.status === 'active';
}

/** Then nobody can find out by the key what became of it. */
export function isForgottenByMoment({ startedAt }: PresentationIntent, now: number): boolean {
  return now - Date.parse(startedAt) > KEY_COUNTS_MS;
}

async function findOpen(
  obligationId: string,
  amount: number,
  deadline: number,
  deps: PresentingDeps,
): Promise<PaymentRequest | undefined> {
  const presented = await deps.presented.listPresented(obligationId);
  const unpaid = presented.filter((one) => one.amount === amount && one.settledBy === undefined);
  // The newest first, as far as that is known: what nobody told us was paid would hide the one that is open.
  const newest = unpaid.toSorted((a, b) => endOf(b.expiresAt) - endOf(a.expiresAt));
  for (const request of newest.slice(0, ASKED_MAX)) {
    if (await isOpen(request, deadline, deps)) return madeByMoment(request);
  }
  return undefined;
}

async function makeAndKeep(
  run: IntentRun<PresentationIntent>,
  deadline: number,
  deps: PresentingDeps,
): Promise<PaymentRequest> {
  const { request, startedAt: createdAt } = run.intent;
  const { description } = request.facts;
  const made = await makeAtMoment(run, deadline, deps);
  await deps.presented.keepPresented(request.obligationId, { ...made, createdAt, description });
  return made;
}

async function makeAtMoment(
  run: IntentRun<PresentationIntent>,
  deadline: number,
  { moment, clock }: PresentingDeps,
): Promise<PaymentRequest> {
  const { key, request } = run.intent;
  if (isForgottenByMoment(run.intent, clock.now())) {
    throw new ServiceError(
      'presentation.unresolved',
      `Moment did not answer to this for a day, and may have made a Payment Request for it; look for it there, and then use a new Idempotency-Key`,
      { members: { idempotency_key: key } },
    );
  }
  const answer = await run.callMoment((momentKey) =>
    moment.createPaymentRequest(request.obligationId, request.facts, momentKey, deadline),
  );
  if (answer.kind === 'done') return answer.value;
  if (answer.kind === 'refused') throw momentRefused(answer);
  // Perhaps an earlier try of ours, that we stopped waiting for. Forgetting it would present the balance twice.
  throw new ServiceError(
    'moment.unavailable',
    `Moment may still be at work on this (409); send the request again with ${key} as its Idempotency-Key`,
  );
}
