import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { PaymentRules } from '#shared/models/obligation.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';
import { aKind, kindOf, ObligationId, type ObligationKind } from '#shared/models/obligation-id.ts';
import { lenient } from '#shared/models/parsing.ts';

const TEXT = lenient(z.string());
const AMOUNT = lenient(MinorUnits);

const Told = z.looseObject({
  id: ObligationId,
  external_reference: TEXT,
  customer_id: TEXT,
  account_id: TEXT,
  name: TEXT,
  email: TEXT,
  phone: TEXT,
  currency: lenient(CurrencyCode),
  balance: AMOUNT,
  amount_due: AMOUNT,
  amount_paid: AMOUNT,
  amount_remaining: AMOUNT,
  status: TEXT,
  bill_date: lenient(z.iso.date()),
  due_date: lenient(z.iso.date()),
  payment_rules: lenient(PaymentRules),
  metadata: lenient(z.record(z.string(), z.string())),
});

/** docs.momentco.io /api-reference/billing/{customers,accounts,bills}/{retrieve,update}: an answer about one of `kind`. */
export function obligationAnswer(kind: ObligationKind): z.ZodMiniType<ObligationAtMoment> {
  return z.pipe(
    Told.check(
      z.refine(({ id }) => kindOf(id) === kind, {
        path: ['id'],
        message: `must be the id of ${aKind(kind)}`,
      }),
    ),
    z.transform(toWords),
  );
}

function toWords(told: z.infer<typeof Told>): ObligationAtMoment {
  return {
    id: told.id,
    externalReference: told.external_reference,
    customerId: told.customer_id,
    accountId: told.account_id,
    name: told.name,
    email: told.email,
    phone: told.phone,
    currency: told.currency,
    balance: told.balance,
    amountDue: told.amount_due,
    amountPaid: told.amount_paid,
    amountRemaining: told.amount_remaining,
    status: told.status,
    billDate: told.bill_date,
    dueDate: told.due_date,
    paymentRules: told.payment_rules,
    metadata: told.metadata,
  };
}
