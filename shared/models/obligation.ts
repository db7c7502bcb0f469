import * as z from 'zod/mini';
import { Currency, MinorUnits } from './money.ts';
import { ObligationId } from './obligation-id.ts';
import { lenient } from './parsing.ts';

export const ObligationKind = z.enum(['customer', 'account', 'bill']);

/**
 * Who may pay what, as Moment reports it; an obligation without rules cannot be paid. Amounts in minor units.
 * Members that are not documented are left out, since not everything can be kept in an item.
 */
export const PaymentRules = z.object({
  min_amount: lenient(MinorUnits),
  max_amount: lenient(MinorUnits),
  underpayment_allowed: lenient(z.boolean()),
  overpayment_allowed: lenient(z.boolean()),
});

export const Obligation = z.object({
  id: ObligationId,
  kind: ObligationKind,
  externalReference: z.string(),
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.string())),
  paymentRules: z.optional(PaymentRules),
  currency: z.optional(Currency),
  /** Minor units; positive = owed, negative = credit. Absent: no balance is tracked. */
  balance: z.optional(MinorUnits),
  /** Number of the newest entry; 0 before the first. */
  sequence: z.int().check(z.nonnegative()),
  openedAt: z.iso.datetime(),
  /** What Moment last told us of its own balance; never used to compute ours. */
  balanceAtMoment: z.optional(MinorUnits),
});
export type Obligation = z.infer<typeof Obligation>;

/** An obligation whose payments change a balance. */
export type TrackedObligation = Obligation & {
  readonly balance: number;
  readonly currency: string;
};

export function isTracked(obligation: Obligation): obligation is TrackedObligation {
  return obligation.balance !== undefined && obligation.currency !== undefined;
}
