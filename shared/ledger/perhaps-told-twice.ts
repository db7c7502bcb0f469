import { paymentKey } from '#shared/models/entry.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { NewestPayment } from '#shared/models/obligation.ts';
import type { Standing } from './standing.ts';

/**
 * Payments that may be this one, told before by the event of the other type and under another id: of the same
 * amount. Whether Moment gives both events one id is not documented. Two events of one type with two ids are
 * two payments.
 */
export function sameUnderAnotherId(
  newestPayments: readonly NewestPayment[],
  { paymentId, amount, toldBy }: Movement,
): readonly NewestPayment[] {
  return newestPayments.filter(
    (payment) =>
      payment.toldBy !== toldBy && payment.paymentId !== paymentId && payment.amount === -amount,
  );
}

/** Id of the payment that this one may be, unless both events told of that. */
export function perhapsAnother(
  movement: Movement,
  { newestPayments, toldByBoth }: Standing,
): string | undefined {
  return sameUnderAnotherId(newestPayments, movement)
    .map(({ paymentId }) => paymentId)
    .find((paymentId) => !toldByBoth.has(paymentKey({ ...movement, paymentId })));
}
