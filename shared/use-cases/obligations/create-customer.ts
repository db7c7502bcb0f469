import { ServiceError } from '#shared/errors.ts';
import { openCustomer } from '#shared/ledger/open-obligation.ts';
import type { CustomerFacts } from '#shared/models/customer.ts';
import type { CreationIntent } from '#shared/models/intent.ts';
import type { Opened } from '#shared/models/opened.ts';
import { once } from '#shared/use-cases/once.ts';
import { hashErasedCreation } from '#shared/use-cases/request-hash.ts';
import { type CreationDeps, carryOutCreation } from './carry-out-creation.ts';
import { findWithProfile } from './find-obligation.ts';
import { referenceReserved, referenceTaken } from './reference-refusals.ts';

export type CreateCommand = {
  readonly facts: CustomerFacts;
  readonly idempotencyKey: string | undefined;
  /** Epoch milliseconds after which Moment is not asked again. */
  readonly deadline: number;
};

export type CreatedCustomer = {
  /** As it was opened: a replay answers the same, but for who it is, where that was erased since. */
  readonly customer: Opened;
  readonly replayed: boolean;
};

/**
 * Creates a customer at Moment and opens its ledger, once, whatever crashes in between: the intent is stored
 * before Moment is called, and a retry (or the sweep) resumes it.
 *
 * @throws ServiceError `customer.*`, `idempotency_key.reused`, `moment.*`
 */
export async function createCustomer(
  { facts, idempotencyKey, deadline }: CreateCommand,
  deps: CreationDeps,
): Promise<CreatedCustomer> {
  const reference = facts.external_reference;
  // Moment's own quickstart sends no key; then the reference, unique as it is, stands for one.
  const key = idempotencyKey ?? `create:${reference}`;
  const { intent, done, replayed } = await once<CreationIntent>(
    {
      operation: 'create_customer',
      key,
      asked: facts,
      erasedHash: hashErasedCreation(facts),
      propose: (begun) => ({ ...begun, operation: 'create_customer', request: facts }),
      carryOut: (run) => carryOutCreation(run, deadline, deps),
    },
    deps,
  ).catch(async (error: unknown) => {
    if (idempotencyKey !== undefined || !ServiceError.is(error, 'idempotency_key.reused')) {
      throw error;
    }
    // Another request for the same reference: whoever sends no key cannot have reused one.
    const owner = await deps.ledger.findReference('customer', reference);
    if (owner?.kind === 'taken') throw referenceTaken(reference, owner.obligationId);
    throw referenceReserved(reference, key);
  });
  if (replayed && idempotencyKey === undefined) throw referenceTaken(reference, done.obligationId);
  const opened = openCustomer(intent.request, done, key);
  if (!replayed) return { customer: opened, replayed };
  // A finished intent does not say who it is.
  const { profile } = await findWithProfile('customer', done.obligationId, deps.ledger);
  return { customer: { ...opened, profile }, replayed };
}
