import { expect, test } from 'vitest';
import { BrokenPlay, everyChoice } from '#test/support/every-choice.ts';
import {
  faultAtAnyPoint,
  Interleaving,
  type InterleavingLimits,
  SuspendableRun,
} from '#test/support/suspension-points.ts';

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** Two runs of so many calls each; all that was done, in its order, for every play. */
async function race(calls: readonly number[], limits: InterleavingLimits): Promise<string[]> {
  const orders: string[] = [];
  await everyChoice(async (choose) => {
    let done = '';
    const interleaving = new Interleaving();
    for (const [index, count] of calls.entries()) {
      const run = new SuspendableRun(interleaving.gateOf(`${index}`));
      const port = run.around('port', {
        call: async () => {
          done += index;
        },
      });
      void run.play(async () => {
        for (let call = 0; call < count; call += 1) await port.call();
      });
    }
    await interleaving.drive(choose, limits);
    orders.push(done);
  }, 10_000);
  return orders;
}

test.each([
  // The answer of a run is a step of its own, so that n calls are n + 1 steps.
  ['4 and 3 steps have 35 orders', [3, 2], { deaths: 0, preemptions: NO_LIMIT }, 35],
  ['none of them waits', [3, 2], { deaths: 0, preemptions: 0 }, 2],
  ['three runs of 2 steps have 90', [1, 1, 1], { deaths: 0, preemptions: NO_LIMIT }, 90],
  ['one run may die at each of its steps', [3], { deaths: 1, preemptions: 0 }, 5],
] as const)('every order is played once: %s', async (_what, calls, limits, count) => {
  expect(await race(calls, limits)).toHaveLength(count);
});

test('what is done comes in every order', async () => {
  const orders = await race([2, 2], { deaths: 0, preemptions: NO_LIMIT });
  expect([...new Set(orders)].toSorted()).toEqual(['0011', '0101', '0110', '1001', '1010', '1100']);
});

test('a call can die before and after its effect, and throw before and after it', async () => {
  const ends: unknown[] = [];
  await everyChoice(async (choose) => {
    let done = false;
    const run = new SuspendableRun(faultAtAnyPoint(choose, 1));
    const port = { call: async () => (done = true) };
    const suspended = run.around('port', port, () => new Error('no answer'));
    const { kind } = await run.play(() => suspended.call());
    ends.push([kind, done]);
  }, 100);
  expect(ends).toEqual([
    ['answered', true],
    // It answered, and nobody heard.
    ['died', true],
    ['died', true],
    ['failed', true],
    ['died', false],
    ['failed', false],
  ]);
});

test('a play that breaks says what was chosen', async () => {
  const plays = everyChoice(async (choose) => {
    const picked = choose([1, 2, 3], (option) => `picked ${option}`);
    if (picked === 2) throw new Error('two');
  }, 10);
  await expect(plays).rejects.toThrow(new BrokenPlay('Error: two\n  picked 2'));
});

test('more plays than were allowed for are an error, not a silence', async () => {
  const play = async (choose: Parameters<Parameters<typeof everyChoice>[0]>[0]) => {
    choose([1, 2, 3], String);
  };
  await expect(everyChoice(play, 2)).rejects.toThrow('more than 2 plays');
  expect(await everyChoice(play, 3)).toBe(3);
});
