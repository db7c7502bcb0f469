import * as z from 'zod/mini';
import { Currency, MinorUnits } from './money.ts';

/** Moment's id of what a payer owes on; its prefix tells the kind. */
export const ObligationId = z
  .string()
  .check(z.regex(/^(bcus|bacc|bill)_[a-zA-Z0-9]+$/), z.maxLength(64));

const KIND_BY_PREFIX = { bcus: 'customer', bacc: 'account', bill: 'bill' } as const;
export const ObligationKind = z.enum(['customer', 'account', 'bill']);
export type ObligationKind = z.infer<typeof ObligationKind>;

export function kindOf(obligationId: string): ObligationKind {
  return KIND_BY_PREFIX[obligationId.slice(0, 4) as keyof typeof KIND_BY_PREFIX];
}

/** Who may pay what, as Moment reports it; an obligation without rules cannot be paid. Amounts in minor units. */
export const PaymentRules = z.looseObject({
  min_amount: z.optional(MinorUnits),
  max_amount: z.optional(MinorUnits),
  underpayment_allowed: z.optional(z.boolean()),
  overpayment_allowed: z.optional(z.boolean()),
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
