import type { FastifyInstance } from 'fastify';
import { addBillingRoutes } from './billing-routes.ts';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Customer, type MomentRecords, patched } from './records.ts';
import { CreateCustomer, parse, requireCurrency, UpdateCustomer } from './schemas.ts';
import type { Settings } from './settings.ts';

/** docs.momentco.io /api-reference/billing/customers */
export function addCustomerRoutes(
  app: FastifyInstance,
  records: MomentRecords,
  settings: Settings,
  idempotency: Idempotency,
): void {
  addBillingRoutes(app, idempotency, '/billing/customers', {
    records: records.customers,
    create: (sent) => customerOf(records, settings, parse(CreateCustomer, sent)),
    change: (stored, sent) => {
      const customer = patched(stored, parse(UpdateCustomer, sent));
      requireCurrency(customer);
      return customer;
    },
  });
}

/** The customer that is named, or a new one. @throws Problem 404, 409 */
export function customerOf(
  records: MomentRecords,
  settings: Settings,
  named: string | CreateCustomer,
): Customer {
  if (typeof named === 'string') return records.customers.get(named);
  records.customers.refuseTaken(named.external_reference);
  const customer = { id: newId('bcus'), ...named, ...settings.rulesOfNew() };
  records.customers.put(customer);
  return customer;
}
