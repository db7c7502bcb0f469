import * as z from 'zod';
import {
  AMOUNT_MAX,
  Amount,
  BalanceMembers,
  body,
  CreateCustomer,
  Currency,
  currencyWithBalance,
  Metadata,
  referenceBeside,
} from './schemas.ts';

/** One that exists, by id or reference, or a new one. */
const parent = <T extends z.ZodType>(created: T) =>
  z.union([z.string().min(1).max(255), created], {
    error: 'must be an id, an external_reference, or an object to be created',
  });

/** docs.momentco.io /api-reference/billing/accounts/create */
export const CreateAccount = currencyWithBalance(
  body({
    customer: parent(CreateCustomer),
    external_reference: referenceBeside('bacc_'),
    ...BalanceMembers,
  }),
);
export type CreateAccount = z.infer<typeof CreateAccount>;

/** docs.momentco.io /api-reference/billing/accounts/update */
export const UpdateAccount = body(BalanceMembers);

const DateOnly = z.iso.date('must be a date such as 2026-12-31');

/** docs.momentco.io /api-reference/billing/bills/create */
export const CreateBill = body({
  customer: parent(CreateCustomer).optional(),
  account: parent(CreateAccount).optional(),
  external_reference: referenceBeside('bill_'),
  currency: Currency,
  amount_due: Amount.max(AMOUNT_MAX),
  bill_date: DateOnly.optional(),
  due_date: DateOnly.optional(),
  metadata: Metadata.optional(),
}).refine(
  ({ customer, account }) => (customer === undefined) !== (account === undefined),
  'needs exactly one of customer and account',
);
export type CreateBill = z.infer<typeof CreateBill>;

/** docs.momentco.io /api-reference/billing/bills/update */
export const UpdateBill = body({
  amount_paid: z.int().min(0).max(AMOUNT_MAX).optional(),
  currency: Currency.optional(),
  metadata: Metadata.optional(),
});
