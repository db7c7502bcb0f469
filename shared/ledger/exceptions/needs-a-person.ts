import type { ExceptionRow } from '#shared/models/exception.ts';

/** Longer than any command runs, and than the sweep needs for a few tries. */
const ABANDONED_MS = 15 * 60_000;
/** Twice as long as the push has before its alarm begins. */
const UNTOLD_MS = 60 * 60_000;

/** Whether it is an exception: a command or a push that goes on by itself is none yet. */
export function needsAPerson(
  { kind, since, refusals = 0, isUnreadable }: Omit<ExceptionRow, 'id'>,
  now: number,
): boolean {
  if (isUnreadable) return true;
  const age = now - Date.parse(since);
  if (kind === 'intent') return age > ABANDONED_MS;
  return kind !== 'push' || refusals > 0 || age > UNTOLD_MS;
}
