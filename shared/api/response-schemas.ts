import * as z from 'zod/mini';
import { Drift } from '#shared/models/at-moment.ts';

/** What each route answers, for whoever compiles against it. Amounts are minor units, times ISO 8601 in UTC. */

export const PaymentRulesResponse = z.strictObject({
  min_amount: z.optional(z.int()),
  max_amount: z.optional(z.int()),
  underpayment_allowed: z.optional(z.boolean()),
  overpayment_allowed: z.optional(z.boolean()),
});

/** What Moment was last told, or seen to have, and as of which entry. */
export const AtMomentResponse = z.strictObject({
  balance: z.optional(z.int()),
  sequence: z.optional(z.int()),
  at: z.optional(z.iso.datetime()),
  untold_since: z.optional(z.iso.datetime()),
  drift: z.optional(Drift),
});
export type AtMomentResponse = z.infer<typeof AtMomentResponse>;
export const OwedAccount = z.strictObject({
  id: z.string(),
  external_reference: z.string(),
  currency: z.optional(z.string()),
  balance: z.optional(z.int()),
});

export const OwedBill = z.strictObject({
  id: z.string(),
  external_reference: z.string(),
  account_id: z.optional(z.string()),
  currency: z.optional(z.string()),
  amount_remaining: z.int(),
  balance: z.optional(z.int()),
  due_date: z.optional(z.string()),
});

/** What a customer owes in all, where one is read. */
const Debts = {
  accounts: z.optional(z.array(OwedAccount)),
  /** Those whose balance is not zero. */
  bills: z.optional(z.array(OwedBill)),
  /** By currency: the customer's own balance, and those of all accounts and bills. */
  owed: z.optional(z.record(z.string(), z.int())),
  /** There are more accounts or bills than are listed. */
  has_more: z.optional(z.boolean()),
};
const DebtsShape = z.strictObject(Debts);
export type DebtsResponse = z.infer<typeof DebtsShape>;

/** `POST /customers`, `GET /customers/{id}` */
export const CustomerResponse = z.strictObject({
  id: z.string(),
  external_reference: z.string(),
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
  currency: z.optional(z.string()),
  balance: z.optional(z.int()),
  /** False: the customer was created without a balance, and payments wait for a person. */
  balance_tracked: z.boolean(),
  payment_rules: z.optional(PaymentRulesResponse),
  metadata: z.optional(z.record(z.string(), z.string())),
  opened_at: z.iso.datetime(),
  sequence: z.int(),
  ebp_url: z.optional(z.string()),
  ...Debts,
  at_moment: z.optional(AtMomentResponse),
});
export type CustomerResponse = z.infer<typeof CustomerResponse>;

/** `POST /accounts`, `GET /accounts/{id}` */
export const AccountResponse = z.strictObject({
  id: z.string(),
  external_reference: z.string(),
  customer_id: z.optional(z.string()),
  name: z.optional(z.string()),
  currency: z.optional(z.string()),
  balance: z.optional(z.int()),
  /** False: the account was created without a balance, and payments wait for a person. */
  balance_tracked: z.boolean(),
  payment_rules: z.optional(PaymentRulesResponse),
  metadata: z.optional(z.record(z.string(), z.string())),
  opened_at: z.iso.datetime(),
  sequence: z.int(),
  at_moment: z.optional(AtMomentResponse),
});
export type AccountResponse = z.infer<typeof AccountResponse>;

/** `POST /bills`, `GET /bills/{id}` */
export const BillResponse = z.strictObject({
  id: z.string(),
  external_reference: z.string(),
  customer_id: z.optional(z.string()),
  account_id: z.optional(z.string()),
  status: z.enum(['unpaid', 'paid']),
  currency: z.optional(z.string()),
  amount_due: z.int(),
  amount_paid: z.int(),
  /** Never below zero. */
  amount_remaining: z.int(),
  /** What remains, or below zero the credit of whoever paid more. */
  balance: z.int(),
  bill_date: z.optional(z.string()),
  due_date: z.optional(z.string()),
  payment_rules: z.optional(PaymentRulesResponse),
  metadata: z.optional(z.record(z.string(), z.string())),
  opened_at: z.iso.datetime(),
  sequence: z.int(),
  at_moment: z.optional(AtMomentResponse),
});
export type BillResponse = z.infer<typeof BillResponse>;

/** A page of a list. */
export const pageOf = <T extends z.ZodMiniType>(each: T) =>
  z.strictObject({ data: z.array(each), next_cursor: z.nullable(z.string()) });

/** `GET /{kind}`: those of one kind, without all that a customer owes. */
export const CustomersResponse = pageOf(CustomerResponse);
export const AccountsResponse = pageOf(AccountResponse);
export const BillsResponse = pageOf(BillResponse);
export const ListResponse = pageOf(z.union([CustomerResponse, AccountResponse, BillResponse]));
export type ListResponse = z.infer<typeof ListResponse>;

/** `POST /{kind}/{id}/payment-requests` */
export const PaymentRequestResponse = z.strictObject({
  id: z.string(),
  status: z.string(),
  amount: z.int(),
  currency: z.string(),
  expires_at: z.nullable(z.string()),
  url: z.nullable(z.string()),
  customer_id: z.optional(z.string()),
  account_id: z.optional(z.string()),
  bill_id: z.optional(z.string()),
  external_reference: z.string(),
});
export type PaymentRequestResponse = z.infer<typeof PaymentRequestResponse>;

export const EntryResponse = z.strictObject({
  id: z.string(),
  sequence: z.int(),
  type: z.enum(['opening', 'payment', 'adjustment', 'charge', 'reversal', 'refund']),
  amount: z.int(),
  ending_balance: z.int(),
  currency: z.string(),
  payment_id: z.nullable(z.string()),
  payment_request: z.optional(z.string()),
  description: z.optional(z.string()),
  /** Id of the entry whose amount is put right by this one. */
  adjusts: z.optional(z.string()),
  /** Id of the entry that is undone by this one. */
  reverses: z.optional(z.string()),
  /** How much of this one is undone, positive. */
  reversed: z.optional(z.int()),
  /** Which row of Moment's reports it is, where that is known. */
  reconciliation_id: z.optional(z.string()),
  /** Of a command of the merchant's: why, and who asked. */
  reason: z.optional(z.string()),
  note: z.optional(z.string()),
  actor: z.optional(z.string()),
  effective_at: z.iso.datetime(),
  /** Where the time that was told lies more than a day ahead, and does not count. */
  told_at: z.optional(z.iso.datetime()),
  recorded_at: z.iso.datetime(),
});
export type EntryResponse = z.infer<typeof EntryResponse>;

/** `GET /{kind}/{id}/entries` */
export const EntriesResponse = pageOf(EntryResponse);
export type EntriesResponse = z.infer<typeof EntriesResponse>;

/** `PUT /{kind}/{id}/balance` where the balance is that already; otherwise it answers with the entry. */
export const BalanceResponse = z.strictObject({
  id: z.string(),
  currency: z.string(),
  balance: z.int(),
  sequence: z.int(),
});
export type BalanceResponse = z.infer<typeof BalanceResponse>;

/** `POST /webhooks/moment` */
export const ReceivedResponse = z.strictObject({ received: z.literal(true) });

/** `GET /openapi.json`: OpenAPI 3.1, of which no more is said here. */
export const DescriptionResponse = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})),
});

/** Every refusal, as `application/problem+json` (RFC 9457). Codes have members of their own beside these. */
export const ProblemResponse = z.looseObject({
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.optional(z.string()),
  request_id: z.optional(z.string()),
});
