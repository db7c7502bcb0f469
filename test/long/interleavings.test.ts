import { describe, expect, test } from 'vitest';
import { playRace } from '#test/crash/play-race.ts';
import { RACES } from '#test/crash/races.ts';
import { everyChoice } from '#test/support/every-choice.ts';

const PLAYS_MAX = 200_000;
/** With `EVERY_ORDER=1` every order of two runs is played, some 87,000 in all; otherwise those with few preemptions. */
const isEveryOrder = process.env['EVERY_ORDER'] === '1';
const LIMITS = { deaths: 1, preemptions: isEveryOrder ? Number.POSITIVE_INFINITY : 2 };
const TIMEOUT_MS = isEveryOrder ? 15 * 60_000 : 60_000;
const visited = new Set<string>();

describe.each(RACES)('$name', (race) => {
  test(
    'keep every promise in every order, whichever of them dies',
    async () => {
      const plays = await everyChoice(async (choose) => {
        for (const call of await playRace(race, choose, race.limits ?? LIMITS)) visited.add(call);
      }, PLAYS_MAX);
      expect(plays).toBeGreaterThan(50);
    },
    TIMEOUT_MS,
  );
});

test('some of them met, and slept', () => {
  expect([...visited]).toContain('clock.sleep');
});
