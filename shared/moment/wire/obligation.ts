import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { PaymentRules } from '#shared/models/obligation.ts';
import type { ObligationAtMoment } from '#shared/models/obligation-at-moment.ts';
import { ObligationId } from '#shared/models/obligation-id.ts';
import { lenient } from '#shared/models/parsing.ts';

const Text = lenient(z.string());
const Amount = lenient(MinorUnits);

/** docs.momentco.io /api-reference/billing/{customers,accounts,bills}/retrieve; all but the id is read leniently. */
const answerWith = (prefix: string) =>
  z.pipe(
    z.looseObject({
      id: z.string().check(z.regex(new RegExp(`^${prefix}_[a-zA-Z0-9]+$`)), z.maxLength(64)),
      external_reference: Text,
      customer_id: lenient(ObligationId),
      account_id: lenient(ObligationId),
      name: Text,
      email: Text,
      phone: Text,
      currency: lenient(CurrencyCode),
      balance: Amount,
      amount_due: Amount,
      amount_paid: Amount,
      amount_remaining: Amount,
      status: Text,
      bill_date: Text,
      due_date: Text,
      payment_rules: lenient(PaymentRules),
      metadata: lenient(z.record(z.string(), z.string())),
    }),
    z.transform(
      (told): ObligationAtMoment => ({
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
      }),
    ),
  );

export const OBLIGATION_ANSWERS = {
  customer: answerWith('bcus'),
  account: answerWith('bacc'),
  bill: answerWith('bill'),
};
