import type { FastifyInstance } from 'fastify';
import { CONFLICT_STATUS, PATCH_MERGES_METADATA, PAYMENT_RULES } from './assumptions.ts';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Answer, conflict, invalid, notFound, sendAnswer } from './problem.ts';
import type { Customer, MomentRecords } from './records.ts';
import { CreateCustomer, parse, UpdateCustomer } from './schemas.ts';

type WithId = { Params: { id: string } };

/** docs.momentco.io /api-reference/billing/customers */
export function addCustomerRoutes(
  app: FastifyInstance,
  { customers }: MomentRecords,
  idempotency: Idempotency,
): void {
  const find = (id: string): Customer => {
    const customer = customers.find(id);
    if (!customer) throw notFound(`customer ${id}`);
    return customer;
  };

  app.post('/billing/customers', (request, reply) =>
    idempotency.once(request, reply, (): Answer => {
      const facts = parse(CreateCustomer, request.body);
      if (customers.find(facts.external_reference)) {
        throw conflict(
          CONFLICT_STATUS,
          `A customer with external_reference ${facts.external_reference} exists`,
        );
      }
      const customer = { id: newId('bcus'), ...facts, payment_rules: PAYMENT_RULES };
      customers.put(customer);
      return { status: 201, body: customer };
    }),
  );

  app.get<WithId>('/billing/customers/:id', ({ params }, reply) =>
    sendAnswer(reply, { status: 200, body: find(params.id) }),
  );

  app.patch<WithId>('/billing/customers/:id', ({ params, body }, reply) => {
    const stored = find(params.id);
    const { metadata, ...changes } = parse(UpdateCustomer, body);
    const merged = PATCH_MERGES_METADATA ? { ...stored.metadata, ...metadata } : metadata;
    const customer = { ...stored, ...changes, ...(metadata && { metadata: merged }) };
    if (customer.balance !== undefined && customer.currency === undefined) {
      throw invalid('currency: is required with balance');
    }
    customers.put(customer);
    return sendAnswer(reply, { status: 200, body: customer });
  });
}
