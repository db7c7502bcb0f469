import { ServiceError } from '#shared/errors.ts';
import { openObligation } from '#shared/ledger/open-obligation.ts';
import { afterPart, isCreation, nextPart } from '#shared/models/creation.ts';
import type { AnyCreationIntent, CreationDone } from '#shared/models/intent.ts';
import type { KeptBillFacts, NewObligation } from '#shared/models/new-obligation.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';
import type { Opened } from '#shared/models/opened.ts';
import type { Obligations, Openings } from '#shared/ports/ledger.ts';
import type { MomentRefusal } from '#shared/ports/moment.ts';
import type { IntentRun } from '#shared/use-cases/intent-run.ts';
import { momentRefused } from '#shared/use-cases/moment-refused.ts';
import type { OnceDeps } from '#shared/use-cases/once.ts';
import { createAtMoment, findPart } from './create-at-moment.ts';
import { type AdoptionDeps, doneOfAdoption, fillIn, findAdopted } from './find-adopted.ts';
import { existsAtMoment, referenceTaken } from './reference-refusals.ts';
import { isAsAsked } from './tells-the-same.ts';

export type CreationDeps = OnceDeps &
  AdoptionDeps & {
    readonly ledger: Obligations & Openings;
  };

/** What the creation of one obligation came to at Moment. */
type AtMoment =
  | { readonly kind: 'created' | 'adopted'; readonly told: ObligationAtMoment }
  /** Somebody else's, by other means than ours. */
  | { readonly kind: 'taken'; readonly told: ObligationAtMoment }
  | { readonly kind: 'at_work' }
  | { readonly kind: 'refused'; readonly refusal: MomentRefusal };

/**
 * Creates at Moment what was asked for, or finds what an earlier run created, and opens its ledger: one obligation
 * after the other, each with a key of its own at Moment, which is stored before the call with what was opened before.
 *
 * @throws ServiceError `customer.*`, `account.*`, `bill.*`, `moment.*`, `ledger.busy`
 */
export async function carryOutCreation(
  run: IntentRun<AnyCreationIntent>,
  deadline: number,
  deps: CreationDeps,
): Promise<CreationDone> {
  try {
    for (;;) {
      const done = await carryOutPart(run, deadline, deps);
      if (done) return done;
    }
  } catch (error) {
    throw withMade(error, run.intent);
  }
}

/** What was opened stays, whatever became of the rest: whoever asked is told what to hang it on. */
function withMade(error: unknown, intent: AnyCreationIntent): unknown {
  if (intent.operation === 'create_customer' || !(error instanceof ServiceError)) return error;
  const { customer, account } = intent.made;
  return error.with({ customer_id: customer?.obligationId, account_id: account?.obligationId });
}

/** What was done, where this was the last part; the run has moved on where it was not. */
async function carryOutPart(
  run: IntentRun<AnyCreationIntent>,
  deadline: number,
  deps: CreationDeps,
): Promise<CreationDone | undefined> {
  const { intent } = run;
  const part = nextPart(intent);
  const { adopts } = intent;
  const made = adopts
    ? { kind: 'adopted' as const, told: await findAdopted(part, adopts, deadline, deps) }
    : await makeAtMoment(run, part, deadline, deps);
  if (made.kind === 'created' || made.kind === 'adopted') {
    const done = doneOf(intent, part, made.told, deps.clock.now());
    const opened = openAs(intent, part, done, made.told);
    const next = afterPart(intent, part, done, deps.randomness.uuid());
    if ((await deps.ledger.open({ ...opened, intent: next })) === 'opened') {
      run.moveOn(next);
      return next.done;
    }
  }
  return goOnOtherwise(run, part, made, deps);
}

/** What Moment has of what is adopted tells nothing of the payments that it has lowered its balance by. */
function openAs(
  { adopts, key }: AnyCreationIntent,
  part: NewObligation,
  done: CreationDone,
  told: ObligationAtMoment,
): Opened {
  if (adopts) return openObligation(fillIn(part, told), done, key);
  const { balance, amountRemaining = balance } = told;
  return openObligation(part, done, key, amountRemaining);
}

function doneOf(
  { adopts, startedAt }: AnyCreationIntent,
  part: NewObligation,
  told: ObligationAtMoment,
  now: number,
): CreationDone {
  const { facts, customerId, accountId } = part;
  const { bill_date: billDate = told.billDate }: Partial<Omit<KeptBillFacts, 'currency'>> = facts;
  return {
    obligationId: told.id,
    openedAt: new Date(now).toISOString(),
    paymentRules: told.paymentRules,
    customerId,
    accountId,
    billDate,
    ...(adopts && doneOfAdoption(part, adopts, startedAt, told)),
  };
}

async function makeAtMoment(
  run: IntentRun<AnyCreationIntent>,
  part: NewObligation,
  deadline: number,
  { moment, intents }: CreationDeps,
): Promise<AtMoment> {
  const { intent } = run;
  const answer = await run.callMoment((momentKey) =>
    createAtMoment(part, momentKey, deadline, moment),
  );
  if (answer.kind === 'done') return { kind: 'created', told: answer.value };
  if (answer.kind === 'refused') return { kind: 'refused', refusal: answer };
  // Either the reference is taken, perhaps by an earlier run of ours, or our key is still at work there.
  const told = await findPart(part, deadline, moment);
  if (!told) return { kind: 'at_work' };
  const tries = (await intents.find(intent.key))?.tries ?? intent.tries;
  const mayBeOurs = tries > 1 || run.isReplaced || answer.afterUnanswered;
  return { kind: mayBeOurs && isAsAsked(told, part) ? 'adopted' : 'taken', told };
}

/** The one place that goes on where this run opened nothing: a run at the same time may have. */
async function goOnOtherwise(
  run: IntentRun<AnyCreationIntent>,
  { kind, facts }: NewObligation,
  made: AtMoment,
  { intents, ledger }: CreationDeps,
): Promise<CreationDone | undefined> {
  const { key, requestHash, adopts } = run.intent;
  // In this order: an opening moves the intent and takes the reference at once, and may fall between the reads.
  const reference = await ledger.findReference(kind, facts.external_reference);
  const stored = await intents.find(key);
  if (stored && isCreation(stored)) {
    if (stored.done) return stored.done;
    if (stored.requestHash === requestHash && nextPart(stored).kind !== kind) {
      run.moveOn(stored);
      return undefined;
    }
    // Begun anew: what Moment has or says may be of that run of this request.
    if (stored.momentKey !== run.momentKey) throw beingOpened();
  }
  if (reference?.kind === 'taken') {
    throw referenceTaken(kind, facts.external_reference, reference.obligationId);
  }
  const here = adopts && (await ledger.findObligation(adopts.id));
  if (here) throw referenceTaken(kind, here.externalReference, here.id);
  switch (made.kind) {
    case 'refused':
      throw momentRefused(made.refusal);
    case 'taken':
      throw existsAtMoment(kind, facts.external_reference, made.told.id);
    case 'at_work':
      throw new ServiceError(
        'moment.unavailable',
        `Moment is still at work on this ${kind}; send the request again with the same key`,
      );
    default:
      throw beingOpened();
  }
}

function beingOpened(): ServiceError {
  return new ServiceError(
    'ledger.busy',
    'Somebody else is opening this obligation; send the request again',
  );
}
