import * as z from 'zod/mini';
import { CurrencyCode, MinorUnits } from './money.ts';

/** What we ask of Moment for a Payment Request. */
export const PaymentRequestFacts = z.object({
  amount: MinorUnits,
  currency: CurrencyCode,
  external_reference: z.string(),
  description: z.optional(z.string()),
  expires_at: z.optional(z.string()),
});
export type PaymentRequestFacts = z.infer<typeof PaymentRequestFacts>;

/** A Payment Request that Moment made: a link at which its amount can be paid. */
export const PaymentRequest = z.object({
  id: z.string().check(z.minLength(1)),
  status: z.string(),
  amount: MinorUnits,
  currency: CurrencyCode,
  expiresAt: z.optional(z.string()),
  url: z.optional(z.string()),
});
export type PaymentRequest = z.infer<typeof PaymentRequest>;
