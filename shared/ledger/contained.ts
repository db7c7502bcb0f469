import type { Movement } from '#shared/models/movement.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { OVERWRITTEN_MS_MAX as TOLD_WITHIN_MS_MAX } from './must-tell.ts';
import { type HeldOutcome, quarantined } from './outcome.ts';

/** A signature tells whole seconds. */
const SIGNED_WITHIN_MS = 999;

/**
 * What becomes of a payment that the opening balance of an adopted obligation contains, or may contain. By the head,
 * which never changes in this, where the event tells a time. Where it tells none, that it was held is kept as a doubt:
 * sent again it is signed anew, by when the balance could not contain it.
 *
 * @param raised id of the payment that what tells of this one may be, where that is in doubt
 */
export function decideContained(
  { obligationId, paymentId, toldBy, amount, effectiveAt, isTimed }: Movement,
  { containedUntil }: Pick<Obligation, 'containedUntil'>,
  raised: string | undefined,
): HeldOutcome | undefined {
  if (containedUntil === undefined) return undefined;
  const doubt =
    isTimed || raised !== undefined
      ? undefined
      : { obligationId, paymentId, toldBy, amount: -amount, perhaps: paymentId };
  const after = Date.parse(effectiveAt) - Date.parse(containedUntil);
  if (after + (isTimed ? 0 : SIGNED_WITHIN_MS) <= 0) {
    const detail = `The opening balance contains what took effect until ${containedUntil}`;
    return { kind: 'ignored', reason: 'contained_in_opening', detail, doubt };
  }
  if (raised === paymentId) {
    return quarantined(
      'perhaps_contained',
      `${paymentId} was told before without a time, and held, since the opening balance may contain it`,
    );
  }
  if (isTimed || after > TOLD_WITHIN_MS_MAX) return undefined;
  const detail = `It tells no time and was signed at ${effectiveAt}, up to 28 hours after the payment: the opening balance contains it if it took effect until ${containedUntil}`;
  return { ...quarantined('perhaps_contained', detail), doubt };
}
