import { expect, test } from 'vitest';
import { retryConflicts } from '#shared/use-cases/retry-conflicts.ts';
import { NOON, TestClock, TestRandomness } from '#test/support/world.ts';

test('what there is no time for is not begun, and may be tried again later', async () => {
  let attempts = 0;
  const attempt = async () => {
    attempts += 1;
    return attempts;
  };
  const deps = { clock: new TestClock(), randomness: new TestRandomness() };
  await expect(retryConflicts(attempt, NOON, deps)).rejects.toMatchObject({
    code: 'ledger.busy',
    message: 'No time was left to settle it',
  });
  expect(attempts).toBe(0);
  expect(await retryConflicts(attempt, NOON + 1, deps)).toBe(1);
});
