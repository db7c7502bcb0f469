import { adjustsPayment, isOfChange } from '#shared/models/entry.ts';
import { isTracked, type TrackedObligation } from '#shared/models/obligation.ts';
import { Breach } from './breach.ts';
import type { MomentsObligation } from './moments-obligations.ts';
import type { SimulatedMoment } from './simulated-moment.ts';
import type { WatchedTable } from './watched-table.ts';

/** An event may say that its payment was made so long after it was. */
const TOLD_LATE_MS = 28 * 60 * 60_000;
/** Moment lowers a balance by what it was paid at most so much later. */
const LOWERED_WITHIN_MS = 5 * 60_000;
const REFUSALS_MAX = 3;

/**
 * Promise 8, once all is settled and quiet: of what was pushed Moment has our balance, but for payments that wait here
 * for a person; and a person was told of whatever could not be pushed, for a true reason.
 */
export function checkPushed(table: WatchedTable, moment: SimulatedMoment): void {
  for (const ours of table.obligations.values()) {
    const theirs = moment.find(ours.id);
    if (!theirs || !isTracked(ours)) continue;
    const wrong = whatIsWrong(ours, theirs, table, moment.lowers);
    if (wrong !== undefined) throw new Breach(`Moment is told: ${wrong}`, ours.id);
  }
}

function whatIsWrong(
  ours: TrackedObligation,
  theirs: MomentsObligation,
  table: WatchedTable,
  lowers: boolean,
): string | undefined {
  const { untold, balance, atMoment, id, kind } = ours;
  if (untold?.state === 'push') return 'it has to be still';
  const isChanged = table.entriesOf(id).some(isOfChange);
  if (!untold && !atMoment?.pushed)
    return isChanged ? 'nothing of what was changed here' : undefined;
  // Of a bill Moment takes no more than it was raised for.
  const isMoreDue = kind === 'bill' && balance > (theirs.owed ?? 0);
  switch (untold?.drift) {
    case undefined:
      if (isMoreDue) return `nobody that ${balance} is owed on a bill of ${theirs.owed}`;
      break;
    case 'bill_amount_differs':
      return isMoreDue ? undefined : 'a person of an amount due, for nothing';
    case 'refused':
      return theirs.refusals < REFUSALS_MAX
        ? 'a person that it refuses, which it does not'
        : undefined;
    case 'balance_not_told':
      return theirs.owed === undefined ? undefined : 'a person that it has none, which it has';
    case 'payment_never_told':
    case 'changed_at_moment':
      break;
    default:
      return `a person of ${untold?.drift}, which is not so`;
  }
  const movesByItself = kind === 'bill' || lowers;
  const left = movesByItself ? notAsPaid(ours, theirs, table) : [];
  // What was changed here since is not told until that is settled.
  if (untold) return left.length > 0 ? undefined : `a person of ${untold.drift}, for nothing`;
  const atTheirs = (theirs.owed ?? 0) - theirs.amountPaid;
  return sumsOf(left).has(balance - atTheirs)
    ? undefined
    : `it has ${atTheirs}, and it is ${balance} here, of which ${left.join(' and ') || 'nothing'} is explained`;
}

/**
 * By how much a payment may leave theirs below ours: one that is not entered here, or with another amount; and above it,
 * where it was told as made long after it was, so that nobody knew that a push had overwritten it.
 */
function notAsPaid(
  { id, openedAt, containedUntil }: TrackedObligation,
  theirs: MomentsObligation,
  table: WatchedTable,
) {
  const entered = new Map<string, { readonly amount: number; readonly effectiveAt: string }>();
  for (const entry of table.entriesOf(id)) {
    if (entry.type !== 'payment' && !adjustsPayment(entry)) continue;
    const number = numberOf(entry.paymentId);
    const { amount = 0, effectiveAt = entry.effectiveAt } = entered.get(number) ?? {};
    entered.set(number, { amount: amount - entry.amount, effectiveAt });
  }
  // What an adoption was told of by the merchant lowered theirs before anything was pushed. What we created ourselves may
  // be paid before we know that we did, and such a payment is missing here like any other.
  const isAdopted = containedUntil !== undefined;
  const unpushed = isAdopted ? Date.parse(openedAt) - LOWERED_WITHIN_MS : Number.NEGATIVE_INFINITY;
  const payments = theirs.payments.filter(
    ({ number, at }) => at > unpushed || entered.has(`${number}`),
  );
  return payments.flatMap(({ number, amount, at }) => {
    const ours = entered.get(String(number));
    const missing = amount - (ours?.amount ?? 0);
    const isLate = ours && Date.parse(ours.effectiveAt) - at > TOLD_LATE_MS;
    return [...(missing === 0 ? [] : [missing]), ...(isLate ? [-ours.amount] : [])];
  });
}

/** As the teller of payments writes it. */
function numberOf(paymentId: string): string {
  return /^pay_(\d+)x/.exec(paymentId)?.[1] ?? '';
}

function sumsOf(amounts: readonly number[]): ReadonlySet<number> {
  let sums = new Set([0]);
  for (const amount of amounts) sums = new Set([...sums, ...[...sums].map((sum) => sum + amount)]);
  return sums;
}
