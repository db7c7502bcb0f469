import * as z from 'zod/mini';
import { Currency, MinorUnits } from './money.ts';
import { ObligationId } from './obligation-id.ts';

const KIND_BY_PREFIX = { bcus: 'customer', bacc: 'account', bill: 'bill' } as const;
export const ObligationKind = z.enum(['customer', 'account', 'bill']);
export type ObligationKind = z.infer<typeof ObligationKind>;

export function kindOf(obligationId: string): ObligationKind {
  return KIND_BY_PREFIX[obligationId.slice(0, 4) as keyof typeof KIND_BY_PREFIX];
}

/** What an item of DynamoDB takes of JSON: no name may be empty, and no number too large or too small. */
const Storable: z.ZodMiniType<unknown> = z.lazy(() =>
  z.union([
    z.string(),
    z.boolean(),
    z.null(),
    z.number().check(
      z.refine((number) => number === 0 || Math.abs(number) > 1e-100),
      z.lte(Number.MAX_SAFE_INTEGER),
      z.gte(Number.MIN_SAFE_INTEGER),
    ),
    z.array(Storable),
    z.record(z.string().check(z.minLength(1)), Storable),
  ]),
);

/**
 * Who may pay what, as Moment reports it; an obligation without rules cannot be paid. Amounts in minor units.
 * A member of Moment's that we do not know is kept if it can be, and otherwise left out: a customer who exists at
 * Moment must never be impossible to open here.
 */
export const PaymentRules = z.pipe(
  z.looseObject({
    min_amount: z.optional(MinorUnits),
    max_amount: z.optional(MinorUnits),
    underpayment_allowed: z.optional(z.boolean()),
    overpayment_allowed: z.optional(z.boolean()),
  }),
  z.transform((rules) => {
    const storable = Object.entries(rules).filter(
      ([name, rule]) => name !== '' && Storable.safeParse(rule).success,
    );
    return Object.fromEntries(storable) as typeof rules;
  }),
);

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
