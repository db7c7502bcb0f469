import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import { FAULT_KINDS } from './faults.ts';
import { simulate } from './simulate.ts';
import { Tally } from './tally.ts';

const WORLDS = 24;

describe('the simulation', () => {
  test('finds every promise kept, whatever goes wrong, and everything does', async () => {
    const tally = new Tally();
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      tally.addAll((await simulate({ seed, payments: 1 + seed * 2 })).tally);
    }
    expect(FAULT_KINDS.filter((kind) => tally.of(kind) === 0)).toEqual([]);
    const ofReports = ['entered', 'entered before', 'entry.not_found', 'reconciliation_id.reused'];
    expect(ofReports.filter((how) => !tally.of(`a refund of a report: ${how}`))).toEqual([]);
  }, 60_000);

  test('plays the same world for the same seed, and another for another', async () => {
    expect(await simulate({ seed: 7 })).toEqual(await simulate({ seed: 7 }));
    expect(await simulate({ seed: 7 })).not.toEqual(await simulate({ seed: 8 }));
  }, 60_000);
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

function run(options: string): Promise<{ code: number; output: string }> {
  const args = ['test/simulation/main.ts', ...options.split(' ')];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}
