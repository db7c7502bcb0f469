import { ServiceError } from '#shared/errors.ts';
import type { CustomerFacts } from '#shared/models/customer.ts';
import { type CommandAnswer, newIntent, requireSameRequest } from '#shared/use-cases/once.ts';
import { type CreationDeps, customerExists, finishCreation } from './finish-creation.ts';

export type CreateCommand = {
  readonly facts: CustomerFacts;
  readonly idempotencyKey: string | undefined;
  /** Epoch milliseconds after which Moment is not asked again. */
  readonly deadline: number;
};

/**
 * Creates a customer at Moment and opens its ledger, once, whatever crashes in between: the intent is stored
 * before Moment is called, and a retry (or the sweep) resumes it.
 *
 * @throws ServiceError `customer.*`, `idempotency_key.reused`, `moment.*`
 */
export async function createCustomer(
  command: CreateCommand,
  deps: CreationDeps,
): Promise<CommandAnswer> {
  const { facts, idempotencyKey, deadline } = command;
  // Moment's own quickstart sends no key; then the reference, unique as it is, stands for one.
  const key = idempotencyKey ?? `create:${facts.external_reference}`;
  const proposed = newIntent(
    { key, operation: 'create_customer', asked: facts, request: facts },
    deps,
  );
  const begun = await deps.intents.begin(proposed);
  if (begun.kind === 'begun') return finishCreation(proposed, deadline, deps);

  const stored = begun.intent;
  if (idempotencyKey !== undefined) {
    requireSameRequest(stored, proposed);
    if (stored.answer) return { ...stored.answer, replayed: true };
  } else if (stored.answer) {
    throw await customerExists(facts.external_reference, deps);
  } else if (stored.requestHash !== proposed.requestHash) {
    throw new ServiceError(
      'customer.creation_pending',
      `An earlier request to create ${facts.external_reference} with other values is being finished; look at the customer in a few minutes`,
    );
  }
  await deps.intents.markTried(stored.key, new Date(deps.clock.now()).toISOString());
  return finishCreation(stored, deadline, deps);
}
