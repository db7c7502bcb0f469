import * as z from 'zod/mini';
import type { Entry } from './entry.ts';
import { PaymentRequest } from './payment-request.ts';

/** What Moment made, and what it was asked for. */
export const MadeRequest = z.extend(PaymentRequest, {
  /** ISO 8601: when it was asked for. */
  createdAt: z.optional(z.string()),
  /** The merchant's own text, until the person is erased. */
  description: z.optional(z.string()),
});
export type MadeRequest = z.infer<typeof MadeRequest>;

/** A Payment Request as it is kept with its obligation. */
export const Presented = z.extend(MadeRequest, {
  /** The key of the entry of the payment that settled it. */
  settledBy: z.optional(z.string()),
});
export type Presented = z.infer<typeof Presented>;

/** As Moment made it. */
export function madeByMoment({
  createdAt: _at,
  description: _text,
  settledBy: _entry,
  ...request
}: Presented): PaymentRequest {
  return request;
}

/** What the table has of a Payment Request, also where nothing but its payment is known. */
export type KeptRequest = Pick<Presented, 'description' | 'settledBy'> & {
  readonly obligationId: string;
  readonly requestId: string;
};

/** What settles a Payment Request. */
export type RequestSettled = { readonly requestId: string; readonly entryKey: string };

/**
 * The Payment Requests of which these entries tell that they were paid, each with the first that does. Not those of what
 * a person had count here: they were presented on another obligation.
 */
export function requestsSettledBy(entries: readonly Entry[]): readonly RequestSettled[] {
  const settled = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type !== 'payment' || entry.applied === 0) continue;
    if (entry.paymentRequest === undefined) continue;
    if (!settled.has(entry.paymentRequest)) settled.set(entry.paymentRequest, entry.key);
  }
  return [...settled].map(([requestId, entryKey]) => ({ requestId, entryKey }));
}
