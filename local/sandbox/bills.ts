import type { FastifyInstance } from 'fastify';
import { accountOf } from './accounts.ts';
import { today } from './assumptions.ts';
import { CreateBill, UpdateBill } from './billing-schemas.ts';
import { customerOf } from './customers.ts';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Answer, notFound, sendAnswer } from './problem.ts';
import { type Bill, type MomentRecords, patched, refuseTaken } from './records.ts';
import { parse } from './schemas.ts';
import type { Settings } from './settings.ts';

type WithId = { Params: { id: string } };

/** docs.momentco.io /api-reference/billing/bills */
export function addBillRoutes(
  app: FastifyInstance,
  records: MomentRecords,
  settings: Settings,
  idempotency: Idempotency,
): void {
  app.post('/billing/bills', (request, reply) =>
    idempotency.once(request, reply, (): Answer => {
      const facts = parse(CreateBill, request.body);
      return { status: 201, body: createBill(records, settings, facts) };
    }),
  );

  app.get<WithId>('/billing/bills/:id', ({ params }, reply) =>
    sendAnswer(reply, { status: 200, body: findBill(records, params.id) }),
  );

  app.patch<WithId>('/billing/bills/:id', ({ params, body }, reply) => {
    const stored = findBill(records, params.id);
    const { amount_paid = stored.amount_paid, ...changes } = parse(UpdateBill, body);
    const bill = withPaid(patched(stored, changes), amount_paid);
    records.bills.put(bill);
    return sendAnswer(reply, { status: 200, body: bill });
  });
}

/** Customer, account, bill in that order; what was created stays although what comes after it is refused. */
function createBill(
  records: MomentRecords,
  settings: Settings,
  { customer, account, bill_date = today(), ...facts }: CreateBill,
): Bill {
  const parents = parentsOf(records, settings, { customer, account });
  refuseTaken('bill', records.bills, facts);
  const bill: Bill = {
    id: newId('bill'),
    ...parents,
    status: 'unpaid',
    ...facts,
    amount_paid: 0,
    amount_remaining: facts.amount_due,
    bill_date,
    ...settings.rulesOfNew(),
  };
  records.bills.put(bill);
  return bill;
}

function parentsOf(
  records: MomentRecords,
  settings: Settings,
  { customer, account }: Pick<CreateBill, 'customer' | 'account'>,
): Pick<Bill, 'customer_id' | 'account_id'> {
  if (account !== undefined) {
    const { id, customer_id } = accountOf(records, settings, account);
    return { customer_id, account_id: id };
  }
  if (customer !== undefined) return { customer_id: customerOf(records, settings, customer).id };
  throw new TypeError('A bill needs a customer or an account');
}

/** @throws Problem 404 */
export function findBill({ bills }: MomentRecords, idOrReference: string): Bill {
  const bill = bills.find(idOrReference);
  if (!bill) throw notFound(`bill ${idOrReference}`);
  return bill;
}

/** `amount_paid` is absolute; the rest follows from it. */
export function withPaid(bill: Bill, amountPaid: number): Bill {
  const remaining = bill.amount_due - amountPaid;
  const status = remaining > 0 ? 'unpaid' : 'paid';
  return {
    ...bill,
    amount_paid: amountPaid,
    amount_remaining: remaining,
    status: bill.status === 'voided' ? 'voided' : status,
  };
}
