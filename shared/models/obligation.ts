import * as z from 'zod';
import { Currency, MinorUnits } from './money.ts';

/** Moment's id of what a payer owes on; its prefix tells the kind. */
export const ObligationId = z
  .string()
  .regex(/^(bcus|bacc|bill)_[a-zA-Z0-9]+$/)
  .max(64);

const KIND_BY_PREFIX = { bcus: 'customer', bacc: 'account', bill: 'bill' } as const;
export const ObligationKind = z.enum(['customer', 'account', 'bill']);
export type ObligationKind = z.infer<typeof ObligationKind>;

export function kindOf(obligationId: string): ObligationKind {
  return KIND_BY_PREFIX[obligationId.slice(0, 4) as keyof typeof KIND_BY_PREFIX];
}

/** Who may pay what, as Moment reports it; an obligation without rules cannot be paid. Amounts in minor units. */
export const PaymentRules = z.looseObject({
  min_amount: MinorUnits.optional(),
  max_amount: MinorUnits.optional(),
  underpayment_allowed: z.boolean().optional(),
  overpayment_allowed: z.boolean().optional(),
});

export const Obligation = z.object({
  id: ObligationId,
  kind: ObligationKind,
  externalReference: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  paymentRules: PaymentRules.optional(),
  currency: Currency.optional(),
  /** Minor units; positive = owed, negative = credit. Absent: no balance is tracked. */
  balance: MinorUnits.optional(),
  /** Number of the newest entry; 0 before the first. */
  sequence: z.int().nonnegative(),
  openedAt: z.iso.datetime(),
  /** What Moment last told us of its own balance; never used to compute ours. */
  balanceAtMoment: MinorUnits.optional(),
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
