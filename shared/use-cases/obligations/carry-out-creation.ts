import { ServiceError } from '#shared/errors.ts';
import { openCustomer } from '#shared/ledger/open-obligation.ts';
import type { CustomerAtMoment, CustomerFacts } from '#shared/models/customer.ts';
import type { CreationDone, CreationIntent } from '#shared/models/intent.ts';
import type { Obligations, Openings } from '#shared/ports/ledger.ts';
import type { MomentApi, MomentRefusal } from '#shared/ports/moment.ts';
import type { IntentRun } from '#shared/use-cases/intent-run.ts';
import { momentRefused } from '#shared/use-cases/moment-refused.ts';
import type { OnceDeps } from '#shared/use-cases/once.ts';
import { referenceTaken } from './reference-refusals.ts';
import { tellsTheSame } from './tells-the-same.ts';

export type CreationDeps = OnceDeps & {
  readonly ledger: Obligations & Openings;
  readonly moment: MomentApi;
};

/** What a creation came to at Moment. */
type AtMoment =
  | { readonly kind: 'created' | 'adopted'; readonly customer: CustomerAtMoment }
  /** Somebody else's, by other means than ours. */
  | { readonly kind: 'taken'; readonly customer: CustomerAtMoment }
  | { readonly kind: 'at_work' }
  | { readonly kind: 'refused'; readonly refusal: MomentRefusal };

/**
 * Creates the customer at Moment, or finds the one that an earlier run created, and opens its ledger.
 *
 * @throws ServiceError `customer.*`, `moment.*`, `ledger.busy`
 */
export async function carryOutCreation(
  run: IntentRun<CreationIntent>,
  deadline: number,
  deps: CreationDeps,
): Promise<CreationDone> {
  const { intent } = run;
  const made = await makeAtMoment(run, deadline, deps);
  if (made.kind === 'created' || made.kind === 'adopted') {
    const { id, paymentRules, balance } = made.customer;
    const openedAt = new Date(deps.clock.now()).toISOString();
    const done = { obligationId: id, openedAt, paymentRules };
    const opened = openCustomer(intent.request, done, intent.key, balance);
    const result = await deps.ledger.open({ ...opened, intent: { ...intent, done } });
    if (result === 'opened') return done;
  }
  return answerOtherwise(intent, made, deps);
}

async function makeAtMoment(
  run: IntentRun<CreationIntent>,
  deadline: number,
  { moment, intents }: CreationDeps,
): Promise<AtMoment> {
  const { intent } = run;
  const facts = intent.request;
  const answer = await run.callMoment((momentKey) =>
    moment.createCustomer(facts, momentKey, deadline),
  );
  if (answer.kind === 'done') return { kind: 'created', customer: answer.value };
  if (answer.kind === 'refused') return { kind: 'refused', refusal: answer };
  // Either the reference is taken, perhaps by an earlier run of ours, or our key is still at work there.
  const customer = await moment.findCustomer(facts.external_reference, deadline);
  if (!customer) return { kind: 'at_work' };
  const tries = (await intents.find(intent.key))?.tries ?? intent.tries;
  const mayBeOurs = tries > 1 || run.isReplaced || answer.afterUnanswered;
  return { kind: mayBeOurs && tellsTheSame(customer, facts) ? 'adopted' : 'taken', customer };
}

/** The one place that answers where this run opened nothing: a run at the same time may have. */
async function answerOtherwise(
  { key, request }: CreationIntent,
  made: AtMoment,
  { intents, ledger }: CreationDeps,
): Promise<CreationDone> {
  // In this order: an opening ends the intent and takes the reference at once, and this may fall between the reads.
  const reference = await ledger.findReference('customer', request.external_reference);
  const stored = await intents.find(key);
  if (stored?.operation === 'create_customer' && stored.done) return stored.done;
  if (reference?.kind === 'taken') {
    throw referenceTaken(request.external_reference, reference.obligationId);
  }
  switch (made.kind) {
    case 'refused':
      throw momentRefused(made.refusal);
    case 'taken':
      throw existsAtMoment(request, made.customer);
    case 'at_work':
      throw new ServiceError(
        'moment.unavailable',
        'Moment is still at work on this customer; send the request again with the same key',
      );
    default:
      throw new ServiceError(
        'ledger.busy',
        'Somebody else is opening this obligation; send the request again',
      );
  }
}

function existsAtMoment(facts: CustomerFacts, { id }: CustomerAtMoment): ServiceError {
  const reference = facts.external_reference;
  return new ServiceError(
    'customer.exists_at_moment',
    `Moment has ${reference} as ${id}, and it was not created here, so that it cannot be opened here yet; another external_reference would make a second customer`,
    { members: { customer: { id, external_reference: reference } } },
  );
}
