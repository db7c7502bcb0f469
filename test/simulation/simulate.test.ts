import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Breach } from './breach.ts';
import { explain } from './explain.ts';
import { FAULT_KINDS } from './faults.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { simulate, type WorldOptions } from './simulate.ts';
import { Tally } from './tally.ts';

const WORLDS = 24;
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

describe('the simulation', () => {
  test('finds every promise kept, whatever goes wrong, and everything does', async () => {
    const tally = new Tally();
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      tally.addAll((await simulate({ seed, payments: 1 + seed * 2 })).tally);
    }
    expect(FAULT_KINDS.filter((kind) => tally.of(kind) === 0)).toEqual([]);
  }, 60_000);

  test('plays the same world for the same seed, and another for another', async () => {
    expect(await simulate({ seed: 7 })).toEqual(await simulate({ seed: 7 }));
    expect(await simulate({ seed: 7 })).not.toEqual(await simulate({ seed: 8 }));
  }, 60_000);
});

describe('a planted bug is caught:', () => {
  test.each(Object.keys(PLANTED_BUGS))(
    '%s',
    async (bug) => {
      await expect(playUntilBroken(bug)).rejects.toThrow(Breach);
    },
    60_000,
  );
});

test('a failure shrinks to a small world, and its command prints the same bytes every time', async () => {
  const told = await explain({ seed: 1, payments: 300, bug: 'forgetful-marker' });
  const [, command = ''] = /^Play it again: npm run simulate -- (.+)$/m.exec(told) ?? [];
  expect(Number(/--payments (\d+)/.exec(command)?.[1])).toBeLessThan(10);
  expect(command).toMatch(/--faults \w+ --bug forgetful-marker --events 1$/);

  const [first, second] = await Promise.all([run(command), run(command)]);
  expect(first).toEqual({ code: 1, output: `${told}\n` });
  expect(second).toEqual(first);
}, 60_000);

test.each([
  ['--events many', '--events must be a whole number, not many'],
  ['--payments 0', '--payments must be at least 1'],
  ['--faults rain', '--faults knows no "rain"'],
  ['--bug none', '--bug must be one of'],
  ['--sed 1', "Unknown option '--sed'"],
])('%s is refused in one line', async (options, reason) => {
  const { code, output } = await run(options);
  expect(code).toBe(2);
  expect(output).toContain(reason);
  expect(output.trimEnd().split('\n')).toHaveLength(1);
});

async function playUntilBroken(bug: string): Promise<void> {
  for (let seed = 1; seed <= WORLDS_WITH_A_BUG_MAX; seed += 1) {
    await simulate({ seed, payments: 25, bug, ...TELLING_WORLDS[bug] });
  }
}

function run(options: string): Promise<{ code: number; output: string }> {
  const args = ['test/simulation/main.ts', ...options.split(' ')];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}
