import { ServiceError } from '#shared/errors.ts';
import type { PresentationIntent } from '#shared/models/intent.ts';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { IntentRun } from '#shared/use-cases/intent-run.ts';
import { momentRefused } from '#shared/use-cases/moment-refused.ts';
import type { OnceDeps } from '#shared/use-cases/once.ts';
import { findOpen } from './ask-moment.ts';
import { replaceOpen } from './replace-open.ts';

export type PresentingDeps = OnceDeps & {
  readonly presented: PresentedRequests;
  readonly moment: MomentApi;
};

/** Moment forgets a key after 24 hours (docs.momentco.io, Idempotency): then the same call would be a second one. */
const KEY_COUNTS_MS = 23 * 60 * 60_000;

/**
 * Makes the Payment Request at Moment, or finds the one of the same amount that can still be paid, and keeps it
 * with its obligation. Those that it replaces are expired before: if they cannot be, nothing is made.
 *
 * @throws ServiceError `presentation.unresolved`, `presentation.not_replaced`, `moment.*`
 */
export async function carryOutPresentation(
  run: IntentRun<PresentationIntent>,
  deadline: number,
  deps: PresentingDeps,
): Promise<PaymentRequest> {
  const { key, request } = run.intent;
  const { obligationId, facts, replaces } = request;
  const presented = await deps.presented.listPresented(obligationId);
  await replaceOpen(obligationId, presented, replaces, deadline, deps);
  const done =
    (await findOpen(presented, facts.amount, deadline, deps)) ??
    (await makeAndKeep(run, deadline, deps));
  await deps.intents.finish(key, done);
  return done;
}

/** Then nobody can find out by the key what became of it. */
export function isForgottenByMoment({ startedAt }: PresentationIntent, now: number): boolean {
  return now - Date.parse(startedAt) > KEY_COUNTS_MS;
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
