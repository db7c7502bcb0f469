import type { Presented } from '#shared/models/presented.ts';
import { isOver } from './request-state.ts';

/** Those that can be paid still, as far as is known here. */
export function openRequests(presented: readonly Presented[], now: number): readonly Presented[] {
  return presented.filter(
    ({ settledBy, expiresAt }) => settledBy === undefined && !isOver(expiresAt, now),
  );
}

/** What nobody is asked for yet, minor units; below zero where more is asked for than is owed. */
export function unpresented(balance: number, open: readonly Pick<Presented, 'amount'>[]): number {
  return open.reduce((left, { amount }) => left - amount, balance);
}
