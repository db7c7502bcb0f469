import * as z from 'zod/mini';
import type { Entry } from './entry.ts';
import { PaymentRequest } from './payment-request.ts';

/** A Payment Request as it is kept with its obligation. */
export const Presented = z.extend(PaymentRequest, {
  /** The key of the entry of the payment that settled it. */
  settledBy: z.optional(z.string()),
});
export type Presented = z.infer<typeof Presented>;

/** What settles a Payment Request. */
export type RequestSettled = { readonly requestId: string; readonly entryKey: string };

/** The Payment Requests of which these entries tell that they were paid, each with the first that does. */
export function requestsSettledBy(entries: readonly Entry[]): readonly RequestSettled[] {
  const settled = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type !== 'payment' || entry.paymentRequest === undefined) continue;
    if (!settled.has(entry.paymentRequest)) settled.set(entry.paymentRequest, entry.key);
  }
  return [...settled].map(([requestId, entryKey]) => ({ requestId, entryKey }));
}
