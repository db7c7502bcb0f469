import * as z from 'zod/mini';
import {
  CustomerFacts,
  currencyWithBalance,
  ExternalReference,
  KeptCustomerFacts,
  Metadata,
  Name,
} from './customer.ts';
import { Currency, CurrencyCode, MinorUnits } from './money.ts';
import { aKind, kindOf, ObligationId } from './obligation-id.ts';
import { isValid } from './parsing.ts';

/** docs.momentco.io /api-reference/billing/bills/create */
const AMOUNT_DUE_MAX = 99_999_999;
const AMOUNT_WANTED = `must be 1 to ${AMOUNT_DUE_MAX} in minor units, such as 2000 for ZAR 20.00`;
const DATE_WANTED = 'must be a date, such as 2026-12-31';
export const hangsOnOne = z.refine<{ customer?: unknown; account?: unknown }>(
  ({ customer, account }) => (customer === undefined) !== (account === undefined),
  {
    path: ['customer'],
    message: 'needs either customer or account, such as "customer": "CUSTOMER-1042"',
  },
);

const AccountMembers = {
  external_reference: ExternalReference,
  name: z.optional(Name),
  currency: z.optional(CurrencyCode),
  /** Minor units; positive = owed. Left out: no balance is tracked. */
  balance: z.optional(MinorUnits),
  metadata: z.optional(Metadata),
};

const BillMembers = {
  external_reference: ExternalReference,
  currency: CurrencyCode,
  /** Minor units. */
  amount_due: z
    .int({ error: AMOUNT_WANTED })
    .check(z.minimum(1, AMOUNT_WANTED), z.maximum(AMOUNT_DUE_MAX, AMOUNT_WANTED)),
  bill_date: z.optional(z.iso.date({ error: DATE_WANTED })),
  due_date: z.optional(z.iso.date({ error: DATE_WANTED })),
  metadata: z.optional(Metadata),
};

/** One that exists, by Moment's id or by the merchant's reference; or a new one. */
const oneOf = <T extends z.ZodMiniType>(
  kind: 'customer' | 'account',
  example: string,
  fresh: T,
) => {
  const error = `must be the id or external_reference of ${aKind(kind)}, or a new ${kind}: ${example} or {"external_reference": "${example}"}`;
  return z.union([existing(kind, error), fresh], { error });
};

/** By Moment's id or by the merchant's reference. */
export function existing(kind: 'customer' | 'account', error: string) {
  const isExisting = (text: string) =>
    isValid(ExternalReference, text) || (isValid(ObligationId, text) && kindOf(text) === kind);
  return z.string({ error }).check(z.refine(isExisting, error));
}

/** What Moment's create of an account takes, and so ours: with the customer whose it is, or a new one. */
export const AccountFacts = z
  .strictObject({
    ...AccountMembers,
    currency: z.optional(Currency),
    customer: oneOf('customer', 'CUSTOMER-1042', CustomerFacts),
  })
  .check(currencyWithBalance);
export type AccountFacts = z.infer<typeof AccountFacts>;

/** The same of a bill: on a customer, or on an account, which may be new as well. */
export const BillFacts = z
  .strictObject({
    ...BillMembers,
    currency: Currency,
    customer: z.optional(oneOf('customer', 'CUSTOMER-1042', CustomerFacts)),
    account: z.optional(oneOf('account', 'ACCOUNT-77', AccountFacts)),
  })
  .check(hangsOnOne);
export type BillFacts = z.infer<typeof BillFacts>;

/** Without what they hang on; kept in an intent also in a currency that ISO has withdrawn since. */
const KeptAccountFacts = z.strictObject(AccountMembers).check(currencyWithBalance);
export type KeptAccountFacts = z.infer<typeof KeptAccountFacts>;
const KeptBillFacts = z.strictObject(BillMembers);
export type KeptBillFacts = z.infer<typeof KeptBillFacts>;

/** What one command creates, and the ids of what is there already for it to hang on. */
export const CreationParts = z.object({
  customer: z.optional(KeptCustomerFacts),
  account: z.optional(KeptAccountFacts),
  bill: z.optional(KeptBillFacts),
  customerId: z.optional(ObligationId),
  accountId: z.optional(ObligationId),
});
export type CreationParts = z.infer<typeof CreationParts>;

/** One obligation that is to be created, and the ids of what it hangs on. */
export type NewObligation = (
  | { readonly kind: 'customer'; readonly facts: CustomerFacts }
  | { readonly kind: 'account'; readonly facts: KeptAccountFacts }
  | { readonly kind: 'bill'; readonly facts: KeptBillFacts }
) & { readonly customerId?: string | undefined; readonly accountId?: string | undefined };
