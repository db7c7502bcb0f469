import * as z from 'zod/mini';
import { AtMoment, Sending, Untold } from './at-moment.ts';
import { ChainHash } from './chain.ts';
import { CurrencyCode, MinorUnits } from './money.ts';
import { ObligationId, ObligationKind } from './obligation-id.ts';
import { lenient } from './parsing.ts';

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
export type PaymentRules = z.infer<typeof PaymentRules>;

/** A payment that was entered, as far as it matters to the next telling. */
export const NewestPayment = z.object({
  paymentId: z.string(),
  toldBy: z.enum(['application', 'request']),
  /** Minor units, positive. */
  amount: MinorUnits,
});
export type NewestPayment = z.infer<typeof NewestPayment>;

/** What a payer owes on, and the head of its ledger. Who it is stands in its profile. */
export const Obligation = z
  .object({
    id: ObligationId,
    kind: ObligationKind,
    externalReference: z.string(),
    paymentRules: z.optional(PaymentRules),
    currency: z.optional(CurrencyCode),
    /** Minor units; positive = owed, negative = credit. Absent: no balance is tracked. */
    balance: z.optional(MinorUnits),
    /** Number of the newest entry; 0 before the first. */
    sequence: z.int().check(z.nonnegative()),
    openedAt: z.iso.datetime(),
    /** When the newest entry was written. */
    recordedAt: z.optional(z.iso.datetime()),
    /** Hash of the newest entry; absent where no balance is tracked. */
    newestHash: z.optional(ChainHash),
    /** The newest first. A telling of one of them under another id is known by it. */
    newestPayments: z._default(z.array(NewestPayment), []),
    /** What Moment was last told, or seen to have; never used to compute ours. */
    atMoment: z.optional(AtMoment),
    sending: z.optional(Sending),
    untold: z.optional(Untold),
    /** Payments by which Moment may have lowered theirs since, and which a person said are not to count here: minor units. */
    setAside: z.optional(z.array(MinorUnits)),
    /** Of an account and a bill: whose it is. */
    customerId: z.optional(ObligationId),
    /** Of a bill that was raised on one. */
    accountId: z.optional(ObligationId),
    /** Of a bill, YYYY-MM-DD. */
    billDate: z.optional(z.string()),
    dueDate: z.optional(z.string()),
    /** Of a bill: what was paid on it, minor units. Its amount due is this and the balance together. */
    paid: z.optional(MinorUnits),
    /** Of one that was adopted: its opening balance contains what took effect until then. */
    containedUntil: z.optional(z.iso.datetime()),
    /** Of a bill that was adopted: how much of `paid` that was. */
    paidBefore: z.optional(MinorUnits),
  })
  .check(
    z.refine(
      ({ balance, currency, newestHash }) =>
        balance === undefined || currency === undefined || newestHash !== undefined,
      { path: ['newestHash'], message: 'is missing, though a balance is tracked' },
    ),
  );
export type Obligation = z.infer<typeof Obligation>;

/** Who it is: apart from the ledger, so that it can be erased. */
export const Profile = z.object({
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.string())),
});
export type Profile = z.infer<typeof Profile>;

/** An obligation whose payments change a balance. */
export type TrackedObligation = Obligation & {
  readonly balance: number;
  readonly currency: string;
  readonly newestHash: string;
};

/** One that Moment has to be told of. */
export type MarkedObligation = TrackedObligation & { readonly untold: Untold };

export function isTracked(obligation: Obligation): obligation is TrackedObligation {
  return (
    obligation.balance !== undefined &&
    obligation.currency !== undefined &&
    obligation.newestHash !== undefined
  );
}

/** With who it is. */
export type WholeObligation = { readonly obligation: Obligation; readonly profile: Profile };
