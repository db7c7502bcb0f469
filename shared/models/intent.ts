import * as z from 'zod/mini';
import { KeptCustomerFacts } from './customer.ts';
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
});
export type CreationDone = z.infer<typeof CreationDone>;

export const CreationIntent = z.extend(Begun, {
  operation: z.literal('create_customer'),
  request: KeptCustomerFacts,
  done: z.optional(CreationDone),
});
export type CreationIntent = z.infer<typeof CreationIntent>;

export const PresentationIntent = z.extend(Begun, {
  operation: z.literal('present_balance'),
  request: z.object({ obligationId: ObligationId, facts: PaymentRequestFacts }),
  done: z.optional(PaymentRequest),
});
export type PresentationIntent = z.infer<typeof PresentationIntent>;

/** `request` is all that whoever resumes needs, and `done` what came of it. */
export const Intent = z.discriminatedUnion('operation', [CreationIntent, PresentationIntent]);
export type Intent = z.infer<typeof Intent>;
