import type { PaymentEntry } from '#shared/models/entry.ts';
import { addMinorUnits } from '#shared/models/money.ts';
import type { Movement } from '#shared/models/movement.ts';
import { compareTellings } from './compare-tellings.ts';
import { decideContained } from './contained.ts';
import { enterAdjustment, enterPayment } from './enter.ts';
import { type Outcome, quarantined } from './outcome.ts';
import { perhapsAnother } from './perhaps-told-twice.ts';
import type { Standing } from './standing.ts';

/** What becomes of a movement where the ledger stands like this. */
export function decideMovement(movement: Movement, standing: Standing): Outcome {
  const { obligation, entered } = standing;
  const settled = settledElsewhere(movement, standing);
  if (settled) return settled;
  if (movement.currency !== obligation.currency) {
    return quarantined(
      'currency_mismatch',
      `${movement.currency} paid on a balance in ${obligation.currency}`,
    );
  }
  const existing = entered.get(movement.key);
  if (existing?.type === 'payment') return decideAgain(movement, existing, standing);
  if (existing) {
    return quarantined('payment_retold', `${existing.key} is entered as ${existing.type}`);
  }
  const { obligationId, paymentId, toldBy } = movement;
  const doubt = standing.doubts.get(movement.key);
  const raised = doubt?.[toldBy];
  const contained = decideContained(movement, obligation, raised);
  if (contained) return contained;
  // A doubt lasts, though the payment that raised it is none of the newest by now.
  const perhaps = raised ?? (doubt ? undefined : perhapsAnother(movement, standing));
  if (perhaps === undefined) return enterUndoubted(movement, standing, doubt?.applied);
  return {
    ...quarantined(
      'perhaps_told_twice',
      `${paymentId} may be ${perhaps}, which the other event told with the same amount`,
    ),
    doubt:
      raised === undefined
        ? { obligationId, paymentId, toldBy, amount: -movement.amount, perhaps }
        : undefined,
  };
}

/**
 * A person decided about the payment, and it has no entry here. What tells of another currency, or that another amount was
 * applied, was not decided about.
 */
export function settledElsewhere(
  { key, toldBy, amount, currency }: Pick<Movement, 'key' | 'toldBy' | 'amount' | 'currency'>,
  { doubts }: Pick<Standing, 'doubts'>,
): Outcome | undefined {
  const settled = doubts.get(key)?.settled;
  if (!settled) return undefined;
  const { amount: was = -amount, currency: wasIn = currency } = settled;
  if (wasIn === currency && (was === -amount || toldBy === 'request')) {
    return { kind: 'duplicate', entryKey: settled.entry };
  }
  return quarantined(
    'payment_retold',
    `A person decided about ${was} ${wasIn} of it, and it is told with ${-amount} ${currency}`,
  );
}

/** @param applied what an application told that is in doubt: told by both, the payment is one of its own */
function enterUndoubted(
  movement: Movement,
  standing: Standing,
  applied: number | undefined,
): Outcome {
  if (applied === undefined || applied === -movement.amount) {
    return enterMovement(movement, standing, movement.amount);
  }
  return quarantined(
    'payment_retold',
    `${movement.paymentId} was applied with ${applied}, which is in doubt, and is told with ${-movement.amount}`,
  );
}

/** A payment that is entered, told again. */
function decideAgain(movement: Movement, existing: PaymentEntry, standing: Standing): Outcome {
  const comparison = compareTellings(existing, movement, standing);
  switch (comparison.kind) {
    case 'same':
      return { kind: 'duplicate', entryKey: existing.key };
    case 'other_telling':
      return {
        kind: 'duplicate',
        entryKey: existing.key,
        telling: {
          obligationId: movement.obligationId,
          paymentId: movement.paymentId,
          sequence: existing.sequence,
          amount: -movement.amount,
          paymentRequest: movement.paymentRequest,
          description: movement.description,
          cause: movement.cause,
        },
      };
    case 'to_adjust':
      return enterMovement(movement, standing, comparison.by, existing);
    case 'contradiction':
      return quarantined('payment_retold', comparison.detail);
  }
}

/** @param adjusts the payment's entry, where its amount is put right */
export function enterMovement(
  movement: Movement,
  standing: Standing,
  amount: number,
  adjusts?: PaymentEntry,
): Outcome {
  const endingBalance = addMinorUnits(standing.balance, amount);
  if (endingBalance === undefined) return outOfRange(standing.balance, amount);
  const { paid = 0 } = standing;
  if (addMinorUnits(paid, -amount) === undefined) return outOfRange(paid, -amount);
  const place = { standing, amount, endingBalance };
  const entry = adjusts ? enterAdjustment(movement, place, adjusts) : enterPayment(movement, place);
  return { kind: 'applied', entry };
}

function outOfRange(left: number, right: number): Outcome {
  return quarantined('balance_out_of_range', `${left} and ${right} make no exact number`);
}
