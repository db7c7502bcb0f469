const LEAST_MS = 60_000;
const TRY_MS_MAX = 60 * 60_000;
const PUSH_MS_MAX = 10 * 60_000;
const LOOK_MS_LEAST = 5 * 60_000;
const LOOK_MS_MAX = 24 * 60 * 60_000;

/**
 * What was tried in vain for long is tried ever more seldom: after as long again as it has been there. A minute
 * is longer than a command can run, so that the sweep does not race the request itself.
 */
export function nextTryAt(startedAt: string, now: number): string {
  return after(startedAt, now, LEAST_MS, TRY_MS_MAX);
}

/** The same for an event that waits for its obligation: minutes at first, and then hours, and a day. */
export function nextLookAt(receivedAt: string, now: number): string {
  return after(receivedAt, now, LOOK_MS_LEAST, LOOK_MS_MAX);
}

/** The same for what Moment has to be told of: soon, since payers see the old balance. */
export function nextPushAt(since: string, now: number): string {
  return after(since, now, LEAST_MS, PUSH_MS_MAX);
}

function after(since: string, now: number, least: number, most: number): string {
  const age = now - Date.parse(since);
  return new Date(now + Math.min(most, Math.max(least, age))).toISOString();
}
