import { describe, expect, test } from 'vitest';
import { Breach } from '#test/simulation/breach.ts';
import { PLANTED_BUGS } from '#test/simulation/planted-bugs.ts';
import { simulate, type WorldOptions } from '#test/simulation/simulate.ts';

/** Of what is pushed there is little in the smallest worlds, and what comes late is slow. */
const PUSHED = {
  payments: 60,
  customers: 8,
  faults: ['momentSlow', 'momentSilence', 'momentRateLimit'],
} as const satisfies Partial<WorldOptions>;
/** Where a bug needs a rare meeting of faults, and others only take the time. */
const TELLING_WORLDS: Readonly<Record<string, Partial<WorldOptions>>> = {
  'blind-discard': {
    faults: [
      'momentRefusal',
      'slowDiscard',
      'death',
      'merchantTwice',
      'momentRateLimit',
      'momentSlow',
    ],
  },
  // Among many payments of one obligation, with nothing else wrong.
  'forgotten-doubt': { payments: 60, customers: 2, faults: [] },
  'ignored-entries': PUSHED,
  'forgotten-update': PUSHED,
};
/** Until a bug is caught; a race that is rare takes a few. */
const WORLDS_WITH_A_BUG_MAX = 600;

describe('a planted bug is caught:', () => {
  test.each(Object.keys(PLANTED_BUGS))(
    '%s',
    async (bug) => {
      await expect(playUntilBroken(bug)).rejects.toThrow(Breach);
    },
    60_000,
  );
});

async function playUntilBroken(bug: string): Promise<void> {
  for (let seed = 1; seed <= WORLDS_WITH_A_BUG_MAX; seed += 1) {
    await simulate({ seed, payments: 25, bug, ...TELLING_WORLDS[bug] });
  }
}
