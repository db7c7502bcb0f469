import { mock } from 'node:test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '#bench/crashes/play.ts';
import type { Side } from '#bench/world/payments.ts';
import { NOON } from '#test/support/world.ts';

const PATIENCE_MS = 60_000;

beforeAll(() => mock.timers.enable({ apis: ['Date'], now: NOON }));
afterAll(() => mock.timers.reset());

const outcomeOf = (side: Side, lateShare: number) =>
  play({
    side,
    crashes: 60,
    lateShare,
    seed: 7,
    wait: (milliseconds) => mock.timers.setTime(Date.now() + milliseconds),
    progress: () => {},
  });

test(
  'functions of ours that die double and lose nothing, however late their events come back',
  async () => {
    const { crashes, doubled, lost, wrongBalances } = await outcomeOf('ours', 0.5);
    expect([doubled, lost, wrongBalances]).toEqual([0, 0, 0]);
    expect(crashes).toBeGreaterThanOrEqual(60);
  },
  PATIENCE_MS,
);

test(
  'every payment that the peer doubles is found in its ledger and has a cause',
  async () => {
    const prompt = await outcomeOf('peer', 0);
    expect(prompt.causes.between).toBeGreaterThan(0);
    expect(prompt.causes.expired).toBe(0);
    expect(prompt.doubled).toBe(prompt.causes.between);

    const late = await outcomeOf('peer', 0.5);
    expect(late.causes.expired).toBeGreaterThan(0);
    expect(late.doubled).toBe(late.causes.between + late.causes.expired);
    expect(late.lost).toBe(0);
  },
  PATIENCE_MS,
);
