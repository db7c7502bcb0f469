import * as z from 'zod/mini';
import { MinorUnits } from './money.ts';

/** What Moment was told, or seen to have, and as of which of our entries. */
const Told = {
  /** Minor units; of a bill what remains to be paid. */
  balance: MinorUnits,
  sequence: z.int().check(z.nonnegative()),
  at: z.iso.datetime(),
};

export const AtMoment = z.object({
  ...Told,
  /** Whether it was told by a push, which may have overwritten a payment; otherwise by the creation. */
  pushed: z.boolean(),
});
export type AtMoment = z.infer<typeof AtMoment>;

/** An update that is under way, or went unanswered: it may be done, or be done later. */
export const Sending = z.object(Told);
export type Sending = z.infer<typeof Sending>;

/** Why a person must look, since a push could be wrong. docs/operations.md says of each what to do. */
export const Drift = z.enum([
  /** Theirs is what neither we nor payments made of it. */
  'changed_at_moment',
  /** Theirs is lower by what looks like a payment of which no event came. */
  'payment_never_told',
  'not_at_moment',
  'currency_differs',
  /** Moment tells no balance of it. */
  'balance_not_told',
  /** What is due on a bill cannot be changed at Moment, nor what is paid leave its range. */
  'bill_amount_differs',
  /** Moment refuses our update. */
  'refused',
]);
export type Drift = z.infer<typeof Drift>;

/** That Moment is to be told of an obligation's balance, or that a person is. */
export const Untold = z.object({
  state: z.enum(['push', 'drift']),
  /** When the push looks at it; until then, it is at work or waits. */
  dueAt: z.iso.datetime(),
  /** Since when. */
  since: z.iso.datetime(),
  /** Since when what Moment has looks like a payment of which no event came, at each look. */
  differsSince: z.optional(z.iso.datetime()),
  /** How often in a row Moment refused. */
  refusals: z._default(z.int(), 0),
  drift: z.optional(Drift),
});
export type Untold = z.infer<typeof Untold>;

/** What a payment showed of it: on which obligation, as of which entry, and when it was seen. */
export const LoweringSeen = z.object({
  lowers: z.enum(['yes', 'no']),
  obligationId: z.string(),
  sequence: z.int(),
  at: z.iso.datetime(),
});
export type LoweringSeen = z.infer<typeof LoweringSeen>;
