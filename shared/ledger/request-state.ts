import type { Presented } from '#shared/models/presented.ts';
import type { RequestState } from '#shared/models/request-state.ts';

/** @param balance as it is now: whoever pays more has a credit */
export function requestStateOf(
  { amount, expiresAt, settledBy }: Pick<Presented, 'amount' | 'expiresAt' | 'settledBy'>,
  balance: number,
  now: number,
): RequestState {
  if (settledBy !== undefined) return 'paid';
  if (isOver(expiresAt, now)) return 'expired';
  return amount > balance ? 'exceeds_balance' : 'open';
}

export function isOver(time: string | undefined, now: number): boolean {
  return endOf(time) <= now;
}

/** What is no time never ends: then only Moment can say. */
export function endOf(time: string | undefined): number {
  const end = Date.parse(String(time));
  return Number.isNaN(end) ? Number.MAX_VALUE : end;
}
