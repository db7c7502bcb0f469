import { ServiceError } from '#shared/errors.ts';
import type { AccountFacts, BillFacts, CreationParts } from '#shared/models/new-obligation.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { aKind, type ObligationKind } from '#shared/models/obligation-id.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import type { Asked } from './create-obligation.ts';
import { findObligation } from './find-obligation.ts';

/**
 * What a request creates, part by part, and the ids of what is there already.
 *
 * @throws ServiceError `customer.not_found`, `account.not_found`
 */
export async function readParts(
  { kind, facts }: Exclude<Asked, { kind: 'customer' }>,
  ledger: Obligations,
): Promise<CreationParts> {
  return kind === 'account' ? partsOfAccount(facts, '', ledger) : partsOfBill(facts, ledger);
}

async function partsOfAccount(
  { customer, ...account }: AccountFacts,
  path: string,
  ledger: Obligations,
): Promise<CreationParts> {
  return { ...(await partsOfCustomer(customer, path, ledger)), account };
}

async function partsOfBill(
  { customer, account, ...bill }: BillFacts,
  ledger: Obligations,
): Promise<CreationParts> {
  if (typeof account === 'object') {
    return { ...(await partsOfAccount(account, 'account.', ledger)), bill };
  }
  if (customer !== undefined) return { ...(await partsOfCustomer(customer, '', ledger)), bill };
  if (account === undefined)
    throw new Error('A bill hangs on nothing, which no request may ask for');
  const { id, customerId } = await findExisting('account', account, 'account', ledger);
  return { bill, accountId: id, customerId };
}

async function partsOfCustomer(
  customer: AccountFacts['customer'],
  path: string,
  ledger: Obligations,
): Promise<CreationParts> {
  if (typeof customer === 'object') return { customer };
  const { id } = await findExisting('customer', customer, `${path}customer`, ledger);
  return { customerId: id };
}

/** What Moment alone has cannot be hung on: its own balance would be known to nobody here. */
async function findExisting(
  kind: ObligationKind,
  id: string,
  member: string,
  ledger: Obligations,
): Promise<Obligation> {
  try {
    return await findObligation(kind, id, ledger);
  } catch (error) {
    if (!ServiceError.is(error, `${kind}.not_found`)) throw error;
    const detail = `names ${aKind(kind)} that is not here; create it first, or send a new one in its place`;
    throw new ServiceError(error.code, `${member}: ${detail}`, {
      cause: error,
      members: { errors: [{ field: member, detail }] },
    });
  }
}
