import type { KnownLedger } from '#shared/ledger/decide.ts';
import type { SettledElsewhere } from '#shared/models/doubt.ts';
import { type PaymentOnObligation, paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { isTracked, type Obligation } from '#shared/models/obligation.ts';
import { paymentOf, toldOf } from './payment-of.ts';

/** The payment that is to have no entry where it was told. */
export type Settles = {
  readonly payment: PaymentOnObligation;
  readonly settled: SettledElsewhere;
};

/**
 * What a dismissal leaves where the payment's entry would stand, so that whatever tells of it again is a duplicate. Nothing
 * where it is entered, or settled before; nor for what is stale: a fresh delivery of it is believed; nor for what is told
 * in a currency that the balance does not have: told in that one, it counts.
 */
export function decideDismissal(
  event: HeldEvent,
  { entries, doubts }: Pick<KnownLedger, 'entries' | 'doubts'>,
): Settles | undefined {
  const isBelievedLater = event.state === 'stale' || event.reason === 'currency_mismatch';
  const payment = isBelievedLater ? undefined : paymentOf(event);
  if (!payment) return undefined;
  const key = paymentKey(payment);
  const isSettled =
    entries.some((entry) => entry.key === key) ||
    doubts.some((doubt) => paymentKey(doubt) === key && doubt.settled !== undefined);
  return isSettled ? undefined : { payment, settled: { action: 'dismiss', ...toldOf(event) } };
}

/**
 * What Moment may have lowered where it told of a payment that is not to count there: it has to learn that ours is not.
 * Nothing where no balance is tracked here, or the payment was told in another currency than it has.
 */
export function amountAside(
  { amount, currency }: Pick<HeldEvent, 'amount' | 'currency'>,
  obligation: Obligation | undefined,
): number | undefined {
  const isOfIts =
    obligation !== undefined && isTracked(obligation) && obligation.currency === currency;
  return isOfIts ? amount : undefined;
}
