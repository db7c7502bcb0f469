import { ServiceError } from '#shared/errors.ts';
import type { Clock, Randomness } from '#shared/ports/world.ts';

export type RetryDeps = { readonly clock: Clock; readonly randomness: Randomness };

const CONFLICTS_MAX = 10;
// A conflict of two is over in a moment. Where many race, waiting is far cheaper than colliding again: a
// transaction that is cancelled costs as much as one that is done (test/simulation/contention.test.ts).
const BACK_OFF_MS = 20;
const BACK_OFF_FACTOR = 5;
const BACK_OFF_MS_MAX = 2_000;

/**
 * Reads, decides and posts, again for as long as others wrote in between.
 *
 * @param attempt undefined where what it read has changed since, and nothing was written
 * @param deadline epoch milliseconds after which no attempt is begun
 * @throws ServiceError `ledger.busy`
 */
export async function retryConflicts<T>(
  attempt: () => Promise<T | undefined>,
  deadline: number,
  { clock, randomness }: RetryDeps,
): Promise<T> {
  let conflicts = 0;
  while (conflicts < CONFLICTS_MAX && clock.now() < deadline) {
    const done = await attempt();
    if (done !== undefined) return done;
    const pause = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS * BACK_OFF_FACTOR ** conflicts);
    conflicts += 1;
    const left = Math.max(0, deadline - clock.now());
    await clock.sleep(Math.min(randomness.fraction() * pause, left));
  }
  if (conflicts === 0) {
    throw new ServiceError('ledger.busy', 'No time was left to settle it');
  }
  throw new ServiceError(
    'ledger.busy',
    `Others wrote to the same obligation ${conflicts} times in a row`,
  );
}
