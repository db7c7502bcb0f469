import type { Entry } from '#shared/models/entry.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import type { Obligation } from '#shared/models/obligation.ts';

/**
 * How long after a push its `at` an event may give as the time of a payment that the push overwrote. Most tell when it
 * was made; where one does not, it is taken for made when it was delivered, and Moment delivers for 27.6 hours.
 */
export const OVERWRITTEN_MS_MAX = 28 * 60 * 60_000;

/**
 * Whether Moment has to learn of entries that it told us of itself: not of a payment that it has lowered its own balance
 * by. But a push may have overwritten that; or Moment may lower none; or somebody is looking at the obligation already,
 * and may not see what is entered now.
 *
 * @param lowers `unknown`: where there was a push every payment is told, which shows whether Moment lowers
 */
export function mustTellPayments(
  { kind, untold, atMoment }: Obligation,
  entries: readonly Entry[],
  lowers: Lowers,
): boolean {
  if (untold) return true;
  if (kind === 'bill') return mayBeOverwritten();
  if (lowers === 'no') return true;
  return atMoment?.pushed === true && (lowers === 'unknown' || mayBeOverwritten());

  function mayBeOverwritten(): boolean {
    if (!atMoment?.pushed) return false;
    const last = Date.parse(atMoment.at) + OVERWRITTEN_MS_MAX;
    return entries.some(({ effectiveAt }) => Date.parse(effectiveAt) <= last);
  }
}
