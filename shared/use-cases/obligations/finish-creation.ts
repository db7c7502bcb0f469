import { ServiceError } from '#shared/errors.ts';
import { openCustomer } from '#shared/ledger/open-obligation.ts';
import { CustomerFacts, type MomentCustomer } from '#shared/models/customer.ts';
import { viewCustomer } from '#shared/models/customer-view.ts';
import type { Intent } from '#shared/models/intent.ts';
import { parse } from '#shared/models/parsing.ts';
import type { LedgerStore } from '#shared/ports/ledger.ts';
import type { MomentApi } from '#shared/ports/moment.ts';
import { momentRefused } from '#shared/use-cases/moment-refused.ts';
import { type CommandAnswer, callMoment, type IntentDeps } from '#shared/use-cases/once.ts';

export type CreationDeps = IntentDeps & {
  readonly ledger: LedgerStore;
  readonly moment: MomentApi;
};

/**
 * Carries a stored intent to its end, from wherever an earlier run stopped. A refusal forgets the intent, so
 * that the same key may be tried again; a failure that may pass leaves it for the next run.
 */
export async function finishCreation(
  intent: Intent,
  deadline: number,
  deps: CreationDeps,
): Promise<CommandAnswer> {
  const facts = parse(CustomerFacts, intent.request);
  try {
    if ((await deps.ledger.findObligationId(facts.external_reference)) !== undefined) {
      return await answerOfTwin(intent, facts, deps);
    }
    const atMoment = await createAtMoment(intent, facts, deadline, deps);
    const openedAt = new Date(deps.clock.now()).toISOString();
    const { obligation, entry } = openCustomer(facts, atMoment, openedAt);
    const answer = { status: 201, body: viewCustomer(obligation) };
    const opened = await deps.ledger.open({ obligation, entry, intent: { ...intent, answer } });
    if (opened === 'opened') return { ...answer, replayed: false };
    return await answerOfTwin(intent, facts, deps);
  } catch (error) {
    if (error instanceof ServiceError && !error.retryable) await deps.intents.discard(intent.key);
    throw error;
  }
}

/** The refusal that a second customer under one reference meets; it names the first. */
export async function customerExists(
  externalReference: string,
  { ledger }: Pick<CreationDeps, 'ledger'>,
): Promise<ServiceError> {
  const id = await ledger.findObligationId(externalReference);
  return new ServiceError(
    'customer.exists',
    `${externalReference} is ${id}; read it with GET /customers/${externalReference}`,
    {
      members: { customer: { id, external_reference: externalReference } },
    },
  );
}

/** A run at the same time, or an earlier one that crashed after its last write, may have finished this intent. */
async function answerOfTwin(
  intent: Intent,
  facts: CustomerFacts,
  deps: CreationDeps,
): Promise<CommandAnswer> {
  const stored = await deps.intents.find(intent.key);
  if (stored?.answer) return { ...stored.answer, replayed: true };
  throw await customerExists(facts.external_reference, deps);
}

async function createAtMoment(
  intent: Intent,
  facts: CustomerFacts,
  deadline: number,
  deps: CreationDeps,
): Promise<MomentCustomer> {
  const { moment, intents } = deps;
  const { result, replaced } = await callMoment(intent, deps, (momentKey) =>
    moment.createCustomer(facts, momentKey, deadline),
  );
  if (result.kind === 'done') return result.value;
  if (result.status !== 409) throw momentRefused(result);

  // Either the reference is taken, perhaps by an earlier run of ours, or our key is still at work there.
  const taken = await moment.findCustomer(facts.external_reference, deadline);
  if (!taken) {
    throw new ServiceError(
      'moment.unavailable',
      'Moment is still at work on this customer; send the request again with the same key',
    );
  }
  const tries = (await intents.find(intent.key))?.tries ?? intent.tries;
  const mayBeOurs = tries > 1 || replaced || result.afterUnanswered;
  if (mayBeOurs && tellsTheSame(taken, facts)) return taken;
  // Another request for the same reference may have created it at this very moment.
  if ((await deps.ledger.findObligationId(facts.external_reference)) !== undefined) {
    throw await customerExists(facts.external_reference, deps);
  }
  throw new ServiceError(
    'customer.exists_at_moment',
    `Moment has ${facts.external_reference} as ${taken.id}, but it was not created here; use another external_reference`,
    { members: { customer: { id: taken.id, external_reference: facts.external_reference } } },
  );
}

/** All but the balance, which payments may have moved since. */
function tellsTheSame(taken: MomentCustomer, facts: CustomerFacts): boolean {
  const members = ['name', 'email', 'phone', 'currency'] as const;
  return members.every((member) => taken[member] === facts[member]);
}
