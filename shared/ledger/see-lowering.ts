import type { TrackedObligation } from '#shared/models/obligation.ts';
import { LOWERING_MS_MAX, type MovedAtMoment } from './decide-push.ts';
import { sumOf } from './explain-difference.ts';
import { OVERWRITTEN_MS_MAX } from './must-tell.ts';

/**
 * Whether Moment lowers a balance by itself, as payments since it was last told show. `no` only where they had the time
 * for it, and what it was told or seen to have cannot be of after them: a push may overwrite a payment, and a creation
 * that is found there have been paid by then.
 *
 * @param theirs minor units
 * @param now epoch milliseconds
 */
export function seeLowering(
  { kind, atMoment, sending }: TrackedObligation,
  moved: readonly MovedAtMoment[],
  theirs: number,
  now: number,
): 'yes' | 'no' | undefined {
  const lowered = sumOf(moved.map(({ amount }) => amount));
  if (kind === 'bill' || !atMoment || sending || lowered === 0) return undefined;
  if (theirs === atMoment.balance - lowered) return 'yes';
  const mayContain = Date.parse(atMoment.at) + OVERWRITTEN_MS_MAX;
  const hadTime = moved.every(
    ({ effectiveAt, recordedAt }) =>
      Date.parse(effectiveAt) > mayContain && now - Date.parse(recordedAt) >= LOWERING_MS_MAX,
  );
  return theirs === atMoment.balance && hadTime ? 'no' : undefined;
}
