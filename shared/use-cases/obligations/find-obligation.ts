import { ServiceError } from '#shared/errors.ts';
import { ExternalReference } from '#shared/models/customer.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { LedgerStore } from '#shared/ports/ledger.ts';

/**
 * The customer by Moment's id (`bcus_...`) or by the merchant's `external_reference`; the two cannot be
 * mistaken for each other, since references may not start with Moment's prefixes.
 *
 * @throws ServiceError `customer.not_found`
 */
export async function findCustomer(id: string, ledger: LedgerStore): Promise<Obligation> {
  const obligationId = await findId(id, ledger);
  const obligation =
    obligationId === undefined ? undefined : await ledger.findObligation(obligationId);
  if (obligation?.kind === 'customer') return obligation;
  throw new ServiceError(
    'customer.not_found',
    'No customer has this id or external_reference; create it with POST /customers',
  );
}

async function findId(id: string, ledger: LedgerStore): Promise<string | undefined> {
  if (isValid(ObligationId, id)) return id;
  return isValid(ExternalReference, id) ? ledger.findObligationId(id) : undefined;
}
