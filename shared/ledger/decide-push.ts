import type { Drift } from '#shared/models/at-moment.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import type { MarkedObligation, TrackedObligation } from '#shared/models/obligation.ts';
import type { ObligationAtMoment, ObligationChanges } from '#shared/models/obligation-at-moment.ts';
import { isExplained, leastExplained, sumOf } from './explain-difference.ts';
import { OVERWRITTEN_MS_MAX } from './must-tell.ts';

/** What was entered since Moment was last told, of what Moment told us itself. */
export type MovedAtMoment = {
  /** By how much it lowers a balance, minor units; of what went back, negative. */
  readonly amount: number;
  readonly effectiveAt: string;
  readonly recordedAt: string;
  /** Entered by hand: nobody knows whether Moment moves by it. */
  readonly isRefund: boolean;
};

export type PushQuestion = {
  readonly ours: MarkedObligation;
  readonly theirs: ObligationAtMoment | undefined;
  /** Undefined where there were more than can be read. */
  readonly moved: readonly MovedAtMoment[] | undefined;
  readonly lowers: Lowers;
  /** Epoch milliseconds. */
  readonly now: number;
};

export type PushDecision =
  /** Theirs is ours. */
  | { readonly kind: 'known' }
  | { readonly kind: 'push'; readonly changes: ObligationChanges }
  /**
   * Something is on its way that will explain theirs: a push now would bring a paid debt back for a while.
   *
   * @param differsSince since when theirs looks like a payment of which no event came, if it does; to be kept
   */
  | { readonly kind: 'wait'; readonly differsSince: string | undefined }
  /** @param seen what Moment has: told again, that will be known, and so overwritten */
  | { readonly kind: 'drift'; readonly drift: Drift; readonly seen: number | undefined };

/** How long Moment may take to lower its balance by a payment that it has told us of. */
export const LOWERING_MS_MAX = 5 * 60_000;
/** docs.momentco.io /api-reference/billing/bills/update */
const AMOUNT_PAID_MAX = 99_999_999;

/**
 * What to do about an obligation that Moment has to learn of. Theirs may differ from ours by what we entered, by payments
 * that we know of, each lowered or not, and by payments of which we know nothing yet: for those it waits as long as Moment
 * may deliver. Whatever it overwrites all the same marks the obligation again when its event comes.
 */
export function decidePush(question: PushQuestion): PushDecision {
  const { ours, theirs } = question;
  if (!theirs) return drift('not_at_moment');
  if (theirs.currency !== undefined && theirs.currency !== ours.currency) {
    return drift('currency_differs');
  }
  const read = ours.kind === 'bill' ? readBill(ours, theirs) : readBalance(ours, theirs);
  if ('kind' in read) return read;
  if (mayBeLoweredYet(question, read.balance)) {
    return { kind: 'wait', differsSince: ours.untold.differsSince };
  }
  if (read.balance === ours.balance) return { kind: 'known' };
  return decideBetween(question, read);
}

function decideBetween(
  { ours, moved, lowers, now }: PushQuestion,
  { balance, changes }: ReadBalance,
): PushDecision {
  const push = { kind: 'push', changes } as const;
  // Something may land late: until it has, nothing that is there tells anything.
  if (ours.sending || !ours.atMoment || !moved) return push;
  const amounts = [...moved.map(({ amount }) => amount), ...(ours.setAside ?? [])];
  const difference = ours.atMoment.balance - balance;
  if (isExplained(difference, amounts)) return push;
  // Stryker disable next-line EqualityOperator: the least is explained
  if (!lowersOf(ours, lowers) || difference < leastExplained(amounts)) {
    return drift('changed_at_moment', balance);
  }
  // Not since Moment had to be told: for as long as nobody could look, its event was not waited for.
  const { differsSince = new Date(now).toISOString() } = ours.untold;
  return now - Date.parse(differsSince) < OVERWRITTEN_MS_MAX
    ? { kind: 'wait', differsSince }
    : drift('payment_never_told', balance);
}

/**
 * Whether Moment may still lower theirs by a payment that is entered: equal or not, it would be wrong then. Only where all
 * payments together are missing there, each of them is lowered: what went back may hide one that is not.
 */
function mayBeLoweredYet({ ours, moved, lowers, now }: PushQuestion, balance: number): boolean {
  if (!moved || !lowersOf(ours, lowers)) return false;
  const payments = moved.filter(({ isRefund }) => !isRefund);
  const lowered = sumOf(payments.map(({ amount }) => amount));
  const isAllLowered = !ours.sending && ours.atMoment?.balance === balance + lowered;
  return (
    !isAllLowered && payments.some((one) => now - Date.parse(one.recordedAt) < LOWERING_MS_MAX)
  );
}

function lowersOf({ kind }: TrackedObligation, lowers: Lowers): boolean {
  return kind === 'bill' || lowers !== 'no';
}

type ReadBalance = { readonly balance: number; readonly changes: ObligationChanges };
type Read = ReadBalance | Extract<PushDecision, { kind: 'drift' }>;

function readBalance({ balance, currency }: TrackedObligation, theirs: ObligationAtMoment): Read {
  if (theirs.balance === undefined) return drift('balance_not_told');
  return { balance: theirs.balance, changes: { balance, currency } };
}

/**
 * Moment takes what is paid of a bill, and no other amount: so what here was taken off the bill otherwise is told as paid,
 * too, that nobody pays it. What was charged on top cannot be told.
 */
function readBill(
  { balance }: TrackedObligation,
  { amountDue, amountPaid = 0 }: ObligationAtMoment,
): Read {
  if (amountDue === undefined) return drift('balance_not_told');
  const paid = amountDue - balance;
  if (paid < 0 || paid > AMOUNT_PAID_MAX) return drift('bill_amount_differs');
  return { balance: amountDue - amountPaid, changes: { amount_paid: paid } };
}

function drift(drift: Drift, seen?: number): Extract<PushDecision, { kind: 'drift' }> {
  return { kind: 'drift', drift, seen };
}
