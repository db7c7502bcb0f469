import * as z from 'zod/mini';
import { KeptCustomerFacts } from './customer.ts';
import { MinorUnits } from './money.ts';
import { CreationParts } from './new-obligation.ts';
import { PaymentRules } from './obligation.ts';
import { ObligationId } from './obligation-id.ts';
import { PaymentRequest, PaymentRequestFacts } from './payment-request.ts';

/** A command that calls Moment, stored before the call so that a crash in between can be resumed. */
const Begun = z.object({
  key: z.string().check(z.minLength(1)),
  /** SHA-256 of operation, target and body: the same key must mean the same request. */
  requestHash: z.string(),
  /** The `Idempotency-Key` that Moment gets. */
  momentKey: z.string(),
  startedAt: z.iso.datetime(),
  /** How many runs began to carry it out, perhaps side by side. */
  tries: z.int().check(z.positive()),
});

/** What a creation found out, beside what was asked for. */
export const CreationDone = z.object({
  obligationId: ObligationId,
  openedAt: z.iso.datetime(),
  paymentRules: z.optional(PaymentRules),
  /** What it hangs on. */
  customerId: z.optional(ObligationId),
  accountId: z.optional(ObligationId),
  /** As Moment says, where it was not asked for. */
  billDate: z.optional(z.string()),
  /** Of what was adopted: the same, until when its opening balance contains all, and what was paid on a bill by then. */
  dueDate: z.optional(z.string()),
  containedUntil: z.optional(z.iso.datetime()),
  paidBefore: z.optional(MinorUnits),
});
export type CreationDone = z.infer<typeof CreationDone>;

/** That what is created here exists at Moment already, and what the merchant says of it. */
export const Adopts = z.object({
  id: ObligationId,
  /** When the balance held, ISO 8601 in UTC; left out: when the intent was begun. */
  balanceAsOf: z.optional(z.iso.datetime()),
  /** Of a bill, minor units: what was to be paid of it still. */
  balance: z.optional(MinorUnits),
});
export type Adopts = z.infer<typeof Adopts>;

export const CreationIntent = z.extend(Begun, {
  operation: z.literal('create_customer'),
  request: KeptCustomerFacts,
  adopts: z.optional(Adopts),
  done: z.optional(CreationDone),
});
export type CreationIntent = z.infer<typeof CreationIntent>;

/** An account or a bill, perhaps with what it hangs on: one after the other, each under a key of its own at Moment. */
export const NestedCreationIntent = z.extend(Begun, {
  operation: z.enum(['create_account', 'create_bill']),
  request: CreationParts,
  adopts: z.optional(Adopts),
  /** What was opened before the last of them. `momentKey` is that of the next one. */
  made: z._default(
    z.object({ customer: z.optional(CreationDone), account: z.optional(CreationDone) }),
    {},
  ),
  done: z.optional(CreationDone),
});
export type NestedCreationIntent = z.infer<typeof NestedCreationIntent>;
export type AnyCreationIntent = CreationIntent | NestedCreationIntent;

export const PresentationIntent = z.extend(Begun, {
  operation: z.literal('present_balance'),
  request: z.object({
    obligationId: ObligationId,
    facts: PaymentRequestFacts,
    /** Ids of Payment Requests in whose place it is; absent of an earlier version. */
    replaces: z.optional(z.array(z.string())),
  }),
  done: z.optional(PaymentRequest),
});
export type PresentationIntent = z.infer<typeof PresentationIntent>;

/** `request` is all that whoever resumes needs, and `done` what came of it. */
export const Intent = z.discriminatedUnion('operation', [
  CreationIntent,
  NestedCreationIntent,
  PresentationIntent,
]);
export type Intent = z.infer<typeof Intent>;
