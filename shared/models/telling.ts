import * as z from 'zod/mini';
import { EventCause, toldBy } from './cause.ts';
import { MinorUnits } from './money.ts';
import { ObligationId } from './obligation-id.ts';

/**
 * The other telling of a payment that is entered: of `payment_request.paid` and `obligation.amount_applied` the
 * one that came second. It moves nothing, tells what the entry does not know, and shows that both were one payment.
 */
export const OtherTelling = z.object({
  obligationId: ObligationId,
  paymentId: z.string().check(z.minLength(1)),
  /** Of the payment's entry, beside which a statement shows it. */
  sequence: z.int().check(z.positive()),
  /** Minor units as it was told, positive. */
  amount: MinorUnits,
  paymentRequest: z.optional(z.string()),
  description: z.optional(z.string()),
  cause: EventCause,
});
export type OtherTelling = z.infer<typeof OtherTelling>;

/** Whether both tell of one application. What a Payment Request says besides moves nothing. */
export function tellOfOne(kept: OtherTelling, { cause, amount }: OtherTelling): boolean {
  if (toldBy(cause) === 'request') return true;
  return kept.cause.dataId === cause.dataId && kept.amount === amount;
}
