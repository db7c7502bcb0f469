import * as z from 'zod/mini';
import { MinorUnits } from './money.ts';
import type { ToldBy } from './movement.ts';
import { ObligationId } from './obligation-id.ts';

const PerhapsPaymentId = z.string().check(z.minLength(1));

/** How a person settled a payment that has no entry there, so that whatever tells of it again is a duplicate. */
export const SettledElsewhere = z.object({
  action: z.enum(['apply_to', 'dismiss']),
  /** Key of the entry, on another obligation, that it was counted by. */
  entry: z.optional(z.string()),
  /** What the person was told of it, minor units: what is told otherwise later was not decided about. */
  amount: z.optional(MinorUnits),
  currency: z.optional(z.string()),
});
export type SettledElsewhere = z.infer<typeof SettledElsewhere>;

/**
 * Stands where a payment's entry would: what told of it may tell of a payment that is entered under another id.
 * The same telling stays in doubt until a person decides. The other event's telling under the same id is in none:
 * where both tell of it, it is a payment of its own. Once a person said that it is to have no entry there, it stays so.
 */
export const Doubt = z.object({
  obligationId: ObligationId,
  paymentId: z.string().check(z.minLength(1)),
  /** By which events it was told: the id of the payment that it may be. */
  application: z.optional(PerhapsPaymentId),
  request: z.optional(PerhapsPaymentId),
  /** What the first application told, minor units: it would be the authority. */
  applied: z.optional(MinorUnits),
  settled: z.optional(SettledElsewhere),
});
export type Doubt = z.infer<typeof Doubt>;

/** One telling that is in doubt. */
export type DoubtedTelling = {
  readonly obligationId: string;
  readonly paymentId: string;
  readonly toldBy: ToldBy;
  /** Minor units as told, positive. */
  readonly amount: number;
  /** Id of the payment that it may be. */
  readonly perhaps: string;
};

export function withDoubt(
  doubt: Doubt | undefined,
  { obligationId, paymentId, toldBy, amount, perhaps }: DoubtedTelling,
): Doubt {
  const applied = doubt?.applied ?? (toldBy === 'application' ? amount : undefined);
  return { ...doubt, obligationId, paymentId, [toldBy]: perhaps, applied };
}
