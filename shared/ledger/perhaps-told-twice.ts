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

/** Ids of the payments that this one may be, but for those of which both events told. */
export function perhapsOthers(
  movement: Movement,
  { newestPayments, toldByBoth }: Pick<Standing, 'newestPayments' | 'toldByBoth'>,
): readonly string[] {
  return sameUnderAnotherId(newestPayments, movement)
    .map(({ paymentId }) => paymentId)
    .filter((paymentId) => !toldByBoth.has(paymentKey({ ...movement, paymentId })));
}

/** The newest of them. */
export function perhapsAnother(movement: Movement, standing: Standing): string | undefined {
  return perhapsOthers(movement, standing)[0];
}
