import { ServiceError } from '#shared/errors.ts';
import { openObligation } from '#shared/ledger/open-obligation.ts';
import { openedBy } from '#shared/models/creation.ts';
import type { CustomerFacts } from '#shared/models/customer.ts';
import type { Adopts, AnyCreationIntent } from '#shared/models/intent.ts';
import type { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import type { Opened } from '#shared/models/opened.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import { type Command, once } from '#shared/use-cases/once.ts';
import { hashErasedCreation, hashErasedParts } from '#shared/use-cases/request-hash.ts';
import { type CreationDeps, carryOutCreation } from './carry-out-creation.ts';
import { findWithProfile } from './find-obligation.ts';
import { readParts } from './read-parts.ts';
import { referenceReserved, referenceTaken } from './reference-refusals.ts';

/** What is to be created, perhaps with what it hangs on. */
export type Asked = (
  | { readonly kind: 'customer'; readonly facts: CustomerFacts }
  | { readonly kind: 'account'; readonly facts: AccountFacts }
  | { readonly kind: 'bill'; readonly facts: BillFacts }
) & {
  /** Where Moment has it already. */
  readonly adopts?: Adopts | undefined;
};

export type CreateCommand = {
  readonly asked: Asked;
  readonly idempotencyKey: string | undefined;
  /** Epoch milliseconds after which Moment is not asked again. */
  readonly deadline: number;
};

export type Created = {
  /** As it was opened: a replay answers the same, but for who it is, where that was erased since. */
  readonly created: Opened;
  /** Ids of all that the command opened: of what was nested, too. */
  readonly opened: readonly string[];
  readonly replayed: boolean;
};

/**
 * Creates a customer, an account or a bill at Moment, and what it hangs on where that is new, and opens their ledgers:
 * once, whatever crashes in between. The intent is stored before Moment is called, and a retry (or the sweep) resumes it.
 *
 * @throws ServiceError `customer.*`, `account.*`, `bill.*`, `adoption.*`, `idempotency_key.reused`, `moment.*`
 */
export async function createObligation(
  { asked, idempotencyKey, deadline }: CreateCommand,
  deps: CreationDeps,
): Promise<Created> {
  const { kind } = asked;
  const reference = asked.facts.external_reference;
  // Moment's own quickstart sends no key; then the reference, unique as it is, stands for one.
  const key = idempotencyKey ?? keyOf(kind, reference);
  const { intent, done, replayed } = await once<AnyCreationIntent>(
    {
      ...(await creationOf(asked, deps.ledger)),
      key,
      carryOut: (run) => carryOutCreation(run, deadline, deps),
    },
    deps,
  ).catch(async (error: unknown) => {
    if (idempotencyKey !== undefined || !ServiceError.is(error, 'idempotency_key.reused')) {
      throw error;
    }
    // Another request for the same reference: whoever sends no key cannot have reused one.
    const owner = await deps.ledger.findReference(kind, reference);
    if (owner?.kind === 'taken') throw referenceTaken(kind, reference, owner.obligationId);
    throw referenceReserved(kind, reference, key);
  });
  if (replayed && idempotencyKey === undefined) {
    throw referenceTaken(kind, reference, done.obligationId);
  }
  const created = openObligation(asked, done, key);
  const opened = openedBy(intent, done);
  if (!replayed && !asked.adopts) return { created, opened, replayed };
  // A finished intent does not say who it is, nor does what is adopted where that is left out.
  const { profile } = await findWithProfile(kind, done.obligationId, deps.ledger);
  return { created: { ...created, profile }, opened, replayed };
}

/** Keys that nobody can send: references have no colon. */
function keyOf(kind: Asked['kind'], reference: string): string {
  return kind === 'customer' ? `create:${reference}` : `create-${kind}:${reference}`;
}

async function creationOf(
  asked: Asked,
  ledger: Obligations,
): Promise<Pick<Command<AnyCreationIntent>, 'operation' | 'asked' | 'erasedHash' | 'propose'>> {
  const { adopts } = asked;
  const adopting = adopts && { adopts };
  if (asked.kind === 'customer') {
    const { facts } = asked;
    return {
      operation: 'create_customer',
      asked: { ...facts, ...adopting },
      erasedHash: hashErasedCreation(facts, adopts),
      propose: (begun) => ({ ...begun, operation: 'create_customer', request: facts, ...adopting }),
    };
  }
  const operation = `create_${asked.kind}` as const;
  const parts = await readParts(asked, ledger);
  return {
    operation,
    asked: { ...asked.facts, ...adopting },
    erasedHash: hashErasedParts(parts, adopts),
    propose: (begun) => ({ ...begun, operation, request: parts, ...adopting, made: {} }),
  };
}
