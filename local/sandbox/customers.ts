import type { FastifyInstance } from 'fastify';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Answer, notFound, sendAnswer } from './problem.ts';
import { type Customer, type MomentRecords, patched, refuseTaken } from './records.ts';
import { CreateCustomer, parse, requireCurrency, UpdateCustomer } from './schemas.ts';
import type { Settings } from './settings.ts';

type WithId = { Params: { id: string } };

/** docs.momentco.io /api-reference/billing/customers */
export function addCustomerRoutes(
  app: FastifyInstance,
  records: MomentRecords,
  settings: Settings,
  idempotency: Idempotency,
): void {
  app.post('/billing/customers', (request, reply) =>
    idempotency.once(request, reply, (): Answer => {
      const facts = parse(CreateCustomer, request.body);
      return { status: 201, body: customerOf(records, settings, facts) };
    }),
  );

  app.get<WithId>('/billing/customers/:id', ({ params }, reply) =>
    sendAnswer(reply, { status: 200, body: findCustomer(records, params.id) }),
  );

  app.patch<WithId>('/billing/customers/:id', ({ params, body }, reply) => {
    const customer = patched(findCustomer(records, params.id), parse(UpdateCustomer, body));
    requireCurrency(customer);
    records.customers.put(customer);
    return sendAnswer(reply, { status: 200, body: customer });
  });
}

/** The customer that is named, or a new one. @throws Problem 404, 409 */
export function customerOf(
  records: MomentRecords,
  settings: Settings,
  named: string | CreateCustomer,
): Customer {
  if (typeof named === 'string') return findCustomer(records, named);
  refuseTaken('customer', records.customers, named);
  const customer = { id: newId('bcus'), ...named, ...settings.rulesOfNew() };
  records.customers.put(customer);
  return customer;
}

/** @throws Problem 404 */
export function findCustomer({ customers }: MomentRecords, idOrReference: string): Customer {
  const customer = customers.find(idOrReference);
  if (!customer) throw notFound(`customer ${idOrReference}`);
  return customer;
}
