import type { Clock } from '#shared/ports/world.ts';

export type RemainingTime = { getRemainingTimeInMillis(): number };

/** Epoch milliseconds until which an invocation may begin new work, leaving `reserveMs` for what was begun. */
export function deadlineOf(context: RemainingTime, reserveMs: number, clock: Clock): number {
  return clock.now() + context.getRemainingTimeInMillis() - reserveMs;
}

/** Aborts so long before an invocation would be killed. */
export function stopBefore(context: RemainingTime, reserveMs: number): AbortSignal {
  const leftMs = context.getRemainingTimeInMillis() - reserveMs;
  return leftMs > 0 ? AbortSignal.timeout(leftMs) : AbortSignal.abort();
}
