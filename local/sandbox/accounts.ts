import type { FastifyInstance } from 'fastify';
import { addBillingRoutes } from './billing-routes.ts';
import { CreateAccount, UpdateAccount } from './billing-schemas.ts';
import { customerOf } from './customers.ts';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Account, type MomentRecords, patched } from './records.ts';
import { parse, requireCurrency } from './schemas.ts';
import type { Settings } from './settings.ts';

/** docs.momentco.io /api-reference/billing/accounts */
export function addAccountRoutes(
  app: FastifyInstance,
  records: MomentRecords,
  settings: Settings,
  idempotency: Idempotency,
): void {
  addBillingRoutes(app, idempotency, '/billing/accounts', {
    records: records.accounts,
    create: (sent) => createAccount(records, settings, parse(CreateAccount, sent)),
    change: (stored, sent) => {
      const account = patched(stored, parse(UpdateAccount, sent));
      requireCurrency(account);
      return account;
    },
  });
}

/** The account that is named, or a new one. @throws Problem 404, 409 */
export function accountOf(
  records: MomentRecords,
  settings: Settings,
  named: string | CreateAccount,
): Account {
  return typeof named === 'string'
    ? records.accounts.get(named)
    : createAccount(records, settings, named);
}

/** A new customer stays although its account is refused. */
function createAccount(
  records: MomentRecords,
  settings: Settings,
  { customer, ...facts }: CreateAccount,
): Account {
  const { id } = customerOf(records, settings, customer);
  records.accounts.refuseTaken(facts.external_reference);
  const account = { id: newId('bacc'), customer_id: id, ...facts, ...settings.rulesOfNew() };
  records.accounts.put(account);
  return account;
}
