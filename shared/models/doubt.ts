import * as z from 'zod/mini';
import type { ToldBy } from './movement.ts';
import { ObligationId } from './obligation-id.ts';

const PerhapsPaymentId = z.string().check(z.minLength(1));

/**
 * Stands where a payment's entry would: what told of it may tell of a payment that is entered under another id.
 * The same telling stays in doubt until a person decides; one by the other event may be entered in its place.
 */
export const Doubt = z.object({
  obligationId: ObligationId,
  paymentId: z.string().check(z.minLength(1)),
  /** By which events it was told: the id of the payment that it may be. */
  application: z.optional(PerhapsPaymentId),
  request: z.optional(PerhapsPaymentId),
});
export type Doubt = z.infer<typeof Doubt>;

/** One telling that is in doubt. */
export type DoubtedTelling = {
  readonly obligationId: string;
  readonly paymentId: string;
  readonly toldBy: ToldBy;
  /** Id of the payment that it may be. */
  readonly perhaps: string;
};

export function withDoubt(
  doubt: Doubt | undefined,
  { obligationId, paymentId, toldBy, perhaps }: DoubtedTelling,
): Doubt {
  return { ...doubt, obligationId, paymentId, [toldBy]: perhaps };
}
