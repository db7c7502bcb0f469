import type { FastifyInstance } from 'fastify';
import { accountOf } from './accounts.ts';
import { today } from './assumptions.ts';
import { addBillingRoutes } from './billing-routes.ts';
import { CreateBill, UpdateBill } from './billing-schemas.ts';
import { customerOf } from './customers.ts';
import type { Idempotency } from './idempotency.ts';
import { newId } from './ids.ts';
import { type Bill, type MomentRecords, patched } from './records.ts';
import { parse } from './schemas.ts';
import type { Settings } from './settings.ts';

/** docs.momentco.io /api-reference/billing/bills */
export function addBillRoutes(
  app: FastifyInstance,
  records: MomentRecords,
  settings: Settings,
  idempotency: Idempotency,
): void {
  addBillingRoutes(app, idempotency, '/billing/bills', {
    records: records.bills,
    create: (sent) => createBill(records, settings, parse(CreateBill, sent)),
    change: (stored, sent) => {
      const { amount_paid = stored.amount_paid, ...changes } = parse(UpdateBill, sent);
      return withPaid(patched(stored, changes), amount_paid);
    },
  });
}

/** Customer, account, bill in that order; what was created stays although what comes after it is refused. */
function createBill(
  records: MomentRecords,
  settings: Settings,
  { customer, account, bill_date = today(), ...facts }: CreateBill,
): Bill {
  const parents = parentsOf(records, settings, { customer, account });
  records.bills.refuseTaken(facts.external_reference);
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
