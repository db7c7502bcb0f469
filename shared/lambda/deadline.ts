import type { Clock } from '#shared/ports/world.ts';

export type RemainingTime = { getRemainingTimeInMillis(): number };

/** Epoch milliseconds until which an invocation may begin new work, leaving `reserveMs` for what was begun. */
export function deadlineOf(context: RemainingTime, reserveMs: number, clock: Clock): number {
  return clock.now() + context.getRemainingTimeInMillis() - reserveMs;
}
