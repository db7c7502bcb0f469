import { expect, test } from 'vitest';
import type { Later } from '#shared/ports/importing.ts';
import { Pace, TRIES_MAX } from '#shared/use-cases/importing/pace.ts';
import { later } from '#test/support/memory-import-stack.ts';
import { TestClock, TestRandomness } from '#test/support/world.ts';

const DONE = { kind: 'done' } as const;

function paced(members: { perSecond?: number; stop?: AbortSignal } = {}) {
  const clock = new TestClock(0);
  const pace = new Pace({ clock, randomness: new TestRandomness(), ...members });
  /** Answers these, and then that it is done; the time of each call. */
  const run = async (...answers: readonly Later[]) => {
    const at: number[] = [];
    const answer = await pace.call(async () => answers[at.push(clock.now()) - 1] ?? DONE);
    return { answer, at };
  };
  return { clock, pace, run };
}

test('what is answered is answered at once', async () => {
  const { run } = paced();
  expect(await run()).toEqual({ answer: DONE, at: [0] });
  expect(await run()).toEqual({ answer: DONE, at: [0] });
});

test('who is asked to wait waits as long as that', async () => {
  const { run } = paced();
  expect((await run(later({ afterMs: 3000 }), later({ afterMs: 0 }))).at).toEqual([0, 3000, 3000]);
});

test('who is told nothing waits twice as long each time, and a minute at most', async () => {
  const { run } = paced();
  const { at, answer } = await run(...Array.from({ length: 20 }, () => later()));
  const waits = at.slice(1).map((each, index) => each - (at[index] ?? 0));
  expect(waits).toEqual([375, 750, 1500, 3000, 6000, 12_000, 24_000, 48_000, 60_000]);
  expect(at).toHaveLength(TRIES_MAX);
  expect(answer).toEqual(later());
});

test('nobody waits longer than a minute, whatever they are asked', async () => {
  const { run } = paced();
  expect((await run(later({ afterMs: 3_600_000 }))).at).toEqual([0, 60_000]);
});

/** Time passes only when it is told to. */
function still() {
  const clock = new TestClock(0);
  const sleepers: (() => void)[] = [];
  const sleep = () => new Promise<void>((resolve) => void sleepers.push(resolve));
  const pace = new Pace({
    clock: { now: () => clock.now(), sleep },
    randomness: new TestRandomness(),
  });
  const pass = (ms: number) => {
    clock.advance(ms);
    for (const wake of sleepers.splice(0)) wake();
  };
  return { pace, pass, settle: () => new Promise((resolve) => setTimeout(resolve)) };
}

test.each([
  ['one who is told to slow down tells all', true, []],
  ['one who has to wait alone tells nobody', false, ['other']],
])('%s', async (_, isBusy, askedMeanwhile) => {
  const { pace, pass, settle } = still();
  const asked: string[] = [];
  let calls = 0;
  const first = pace.call(async () => {
    calls += 1;
    return calls === 1 ? later({ afterMs: 500, isBusy }) : DONE;
  });
  await settle();
  const other = pace.call(async () => {
    asked.push('other');
    return DONE;
  });
  await settle();
  expect({ asked, calls }).toEqual({ asked: askedMeanwhile, calls: 1 });
  pass(500);
  expect(await Promise.all([first, other])).toEqual([DONE, DONE]);
});

test('those who were told to wait longer are not told to wait less', async () => {
  const { pace, clock, run } = paced();
  const slow = pace.call(async () => (clock.now() === 0 ? later({ afterMs: 900 }) : DONE));
  const { at } = await run(later({ afterMs: 100 }));
  await slow;
  expect(at).toEqual([0, 900]);
});

test('no more calls a second than were asked for', async () => {
  const { run } = paced({ perSecond: 4 });
  const at = [await run(), await run(), await run()].flatMap((each) => each.at);
  expect(at).toEqual([0, 250, 500]);
});

test('time that nobody used is not made up for', async () => {
  const { run, clock } = paced({ perSecond: 4 });
  await run();
  clock.advance(10_000);
  const at = [await run(), await run()].flatMap((each) => each.at);
  expect(at).toEqual([10_000, 10_250]);
});

test('once it is stopped it waits for nothing, and answers what it was answered', async () => {
  const stop = new AbortController();
  const { pace, clock } = paced({ stop: stop.signal });
  let calls = 0;
  const answer = await pace.call(async () => {
    calls += 1;
    stop.abort();
    return later({ afterMs: 60_000 });
  });
  expect({ answer, calls, now: clock.now() }).toEqual({
    answer: later({ afterMs: 60_000 }),
    calls: 1,
    now: 0,
  });
});

test('a wait ends soon after it is stopped', async () => {
  const stop = new AbortController();
  const clock = new TestClock(0);
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    clock.advance(ms);
    if (slept.length === 2) stop.abort();
  };
  const pace = new Pace({
    clock: { now: () => clock.now(), sleep },
    randomness: new TestRandomness(),
    stop: stop.signal,
  });
  await pace.call(async () => later({ afterMs: 60_000 }));
  expect(slept).toEqual([200, 200]);
});
