import type { Movement } from '#shared/models/movement.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { OVERWRITTEN_MS_MAX as TOLD_WITHIN_MS_MAX } from './must-tell.ts';
import { type HeldOutcome, quarantined } from './outcome.ts';

/** A signature tells whole seconds. */
const SIGNED_WITHIN_MS = 999;

/**
 * What becomes of a payment that the opening balance of an adopted obligation contains, or may contain. By the head
 * alone, which never changes in this: whoever looks, in whatever order, decides the same.
 */
export function decideContained(
  { effectiveAt, isTimed }: Pick<Movement, 'effectiveAt' | 'isTimed'>,
  { containedUntil }: Pick<Obligation, 'containedUntil'>,
): HeldOutcome | undefined {
  if (containedUntil === undefined) return undefined;
  const after = Date.parse(effectiveAt) - Date.parse(containedUntil);
  if (after + (isTimed ? 0 : SIGNED_WITHIN_MS) <= 0) {
    const detail = `The opening balance contains what took effect until ${containedUntil}`;
    return { kind: 'ignored', reason: 'contained_in_opening', detail };
  }
  if (isTimed || after > TOLD_WITHIN_MS_MAX) return undefined;
  return quarantined(
    'perhaps_contained',
    `It tells no time and was signed at ${effectiveAt}, up to 28 hours after the payment: the opening balance contains it if it took effect until ${containedUntil}`,
  );
}
