import * as z from 'zod/mini';
import type { CustomerAtMoment } from '#shared/models/customer.ts';
import { CurrencyCode, MinorUnits } from '#shared/models/money.ts';
import { PaymentRules } from '#shared/models/obligation.ts';
import { lenient } from '#shared/models/parsing.ts';

/** docs.momentco.io /api-reference/billing/customers/retrieve */
export const CustomerAnswer = z.pipe(
  z.looseObject({
    id: z.string().check(z.regex(/^bcus_[a-zA-Z0-9]+$/), z.maxLength(64)),
    name: lenient(z.string()),
    email: lenient(z.string()),
    phone: lenient(z.string()),
    currency: lenient(CurrencyCode),
    balance: lenient(MinorUnits),
    payment_rules: lenient(PaymentRules),
  }),
  z.transform(
    ({ id, name, email, phone, currency, balance, payment_rules }): CustomerAtMoment => ({
      id,
      name,
      email,
      phone,
      currency,
      balance,
      paymentRules: payment_rules,
    }),
  ),
);
