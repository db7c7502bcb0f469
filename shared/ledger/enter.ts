import { type AdjustmentEntry, adjustmentKey, type PaymentEntry } from '#shared/models/entry.ts';
import type { Movement } from '#shared/models/movement.ts';
import type { Standing } from './standing.ts';

/** Where in its ledger a movement is entered. */
export type Place = {
  readonly standing: Standing;
  /** By how much the balance moves, minor units. */
  readonly amount: number;
  readonly endingBalance: number;
};

const DAY_MS = 86_400_000;

export function enterPayment(movement: Movement, place: Place): PaymentEntry {
  return {
    key: movement.key,
    ...lineOf(movement, place),
    ...timesOf(movement.effectiveAt, place.standing.recordedAt),
    type: 'payment',
    ...appliedAtMoment(movement, place),
    cause: movement.cause,
  };
}

/** What Moment applied of it here, where a person had it count: nothing, where it told of another obligation. */
function appliedAtMoment({ cause: { decided } }: Movement, { amount }: Place) {
  if (!decided) return {};
  return { applied: decided.action === 'apply_to' ? 0 : amount };
}

/** It took effect when the payment did. */
export function enterAdjustment(
  movement: Movement,
  place: Place,
  { key, effectiveAt }: PaymentEntry,
): AdjustmentEntry {
  return {
    key: adjustmentKey(movement),
    ...lineOf(movement, place),
    effectiveAt,
    type: 'adjustment',
    adjusts: key,
    applied: movement.amount,
    cause: movement.cause,
  };
}

function lineOf(movement: Movement, { standing, amount, endingBalance }: Place) {
  const { paymentId, paymentRequest, description } = movement;
  return {
    obligationId: standing.obligation.id,
    sequence: standing.sequence + 1,
    amount,
    endingBalance,
    currency: standing.obligation.currency,
    recordedAt: standing.recordedAt,
    previous: standing.newestHash,
    paymentId,
    paymentRequest,
    description,
  };
}

/** What lies more than a day ahead is kept as it was told, and counts from when it is entered. */
export function timesOf(effectiveAt: string, recordedAt: string) {
  const isAhead = Date.parse(effectiveAt) > Date.parse(recordedAt) + DAY_MS;
  return isAhead ? { effectiveAt: recordedAt, toldAt: effectiveAt } : { effectiveAt };
}
