import { type HeldEvent, isResolved } from '#shared/models/held-event.ts';
import type { ResolutionAction } from '#shared/models/resolution.ts';

const DISMISS = ['dismiss'] as const;
const APPLY = ['apply', 'dismiss'] as const;
const APPLY_TO = ['apply_to', 'dismiss'] as const;
const EITHER = ['apply', 'apply_to', 'dismiss'] as const;

/** What a person can do about what waits for one, by why it does. */
const ALLOWED: Readonly<Record<HeldEvent['reason'], readonly ResolutionAction[]>> = {
  obligation_unknown: ['adopt', 'apply_to', 'apply', 'dismiss'],
  malformed: DISMISS,
  amount_not_positive: DISMISS,
  payment_unidentified: EITHER,
  currency_mismatch: APPLY_TO,
  balance_not_tracked: APPLY_TO,
  balance_out_of_range: APPLY,
  payment_retold: APPLY,
  perhaps_told_twice: APPLY,
  perhaps_contained: APPLY,
  signed_too_long_ago: EITHER,
  signed_ahead_of_time: EITHER,
  type_without_meaning: [],
  not_presented_by_us: [],
  told_by_application: [],
  contained_in_opening: [],
};

/** Empty where nobody has to decide: what is resolved, and what is ignored. */
export function allowedActions(
  event: Pick<HeldEvent, 'state' | 'reason' | 'resolution'>,
): readonly ResolutionAction[] {
  return isResolved(event) ? [] : ALLOWED[event.reason];
}
