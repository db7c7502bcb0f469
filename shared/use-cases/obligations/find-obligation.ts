import { ServiceError } from '#shared/errors.ts';
import { ExternalReference } from '#shared/models/customer.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { kindOf, ObligationId } from '#shared/models/obligation-id.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { Obligations } from '#shared/ports/ledger.ts';

/**
 * The obligation by Moment's id (`bcus_...`) or by the merchant's `external_reference`; the two cannot be
 * mistaken for each other, since references may not start with Moment's prefixes.
 *
 * @throws ServiceError `customer.not_found`, `account.not_found`, `bill.not_found`
 */
export function findObligation(
  kind: ObligationKind,
  id: string,
  ledger: Obligations,
): Promise<Obligation> {
  return find(kind, id, ledger, (obligationId) => ledger.findObligation(obligationId));
}

/** The same, with who it is. */
export function findWithProfile(kind: ObligationKind, id: string, ledger: Obligations) {
  return find(kind, id, ledger, (obligationId) => ledger.findWithProfile(obligationId));
}

async function find<T>(
  kind: ObligationKind,
  id: string,
  ledger: Obligations,
  read: (obligationId: string) => Promise<T | undefined>,
): Promise<T> {
  const obligationId = await findId(kind, id, ledger);
  const found = obligationId && (await read(obligationId));
  if (found) return found;
  throw new ServiceError(
    `${kind}.not_found`,
    `No ${kind} has this id or external_reference; create it with POST /${kind}s`,
  );
}

async function findId(
  kind: ObligationKind,
  id: string,
  ledger: Obligations,
): Promise<string | undefined> {
  if (isValid(ObligationId, id)) return kindOf(id) === kind ? id : undefined;
  if (!isValid(ExternalReference, id)) return undefined;
  const reference = await ledger.findReference(kind, id);
  return reference?.kind === 'taken' ? reference.obligationId : undefined;
}
