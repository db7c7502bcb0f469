import { expect, test } from 'vitest';
import { nextLookAt, nextTryAt } from '#shared/use-cases/next-look.ts';
import { NOON } from '#test/support/world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const since = new Date(NOON).toISOString();
const pauseAfter = (next: typeof nextTryAt, age: number) =>
  Date.parse(next(since, NOON + age)) - (NOON + age);

test.each([
  [-MINUTE, MINUTE],
  [0, MINUTE],
  [MINUTE, MINUTE],
  [MINUTE + 1, MINUTE + 1],
  [10 * MINUTE, 10 * MINUTE],
  [HOUR, HOUR],
  [HOUR + 1, HOUR],
  [1000 * HOUR, HOUR],
])('a command that is %i ms old is tried again after %i ms', (age, pause) => {
  expect(pauseAfter(nextTryAt, age)).toBe(pause);
});

test.each([
  [0, 5 * MINUTE],
  [5 * MINUTE, 5 * MINUTE],
  [5 * MINUTE + 1, 5 * MINUTE + 1],
  [7 * HOUR, 7 * HOUR],
  [24 * HOUR, 24 * HOUR],
  [24 * HOUR + 1, 24 * HOUR],
])('an event that has waited for %i ms is looked at again after %i ms', (age, pause) => {
  expect(pauseAfter(nextLookAt, age)).toBe(pause);
});

test('the time is told as it is stored', () => {
  expect(nextTryAt(since, NOON)).toBe('2026-06-18T12:01:00.000Z');
});
