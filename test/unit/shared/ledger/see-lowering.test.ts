import { describe, expect, test } from 'vitest';
import { seeLowering } from '#shared/ledger/see-lowering.ts';
import type { Obligation, TrackedObligation } from '#shared/models/obligation.ts';
import { obligation } from '#test/support/factories.ts';
import { NOON } from '#test/support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ms: number) => new Date(NOON + ms).toISOString();
const SEEN = { balance: 20000, sequence: 1, at: at(-100 * HOUR), pushed: false };

const ours = (overrides: Partial<Obligation> = {}) =>
  obligation({ atMoment: SEEN, ...overrides }) as TrackedObligation;
const paid = (amount: number, recordedMs = -5 * MINUTE, effectiveMs = -50 * HOUR) => ({
  amount,
  recordedAt: at(recordedMs),
  effectiveAt: at(effectiveMs),
  isRefund: false,
});
const see = (theirs: number, moved = [paid(300)], of = ours()) =>
  seeLowering(of, moved, theirs, NOON);

describe('whether Moment lowers', () => {
  test('is seen where theirs is lower by all that was paid', () => {
    expect(see(19700)).toBe('yes');
    expect(see(19650, [paid(300, 0), paid(50)])).toBe('yes');
    expect(see(19700, [paid(300)], ours({ atMoment: { ...SEEN, pushed: true } }))).toBe('yes');
  });

  test('is not, where theirs is what it was, and there was time', () => {
    expect(see(20000)).toBe('no');
    expect(see(20000, [paid(300, -5 * MINUTE + 1)])).toBeUndefined();
    expect(see(20000, [paid(300), paid(50, 0)])).toBeUndefined();
  });

  test.each([
    ['a push may have overwritten it', true],
    ['it may have been paid when its creation was found', false],
  ])('is unknown where %s', (_, pushed) => {
    const pushedAt = (ms: number) => ours({ atMoment: { ...SEEN, at: at(ms), pushed } });
    expect(see(20000, [paid(300)], pushedAt(-78 * HOUR))).toBeUndefined();
    expect(see(20000, [paid(300)], pushedAt(-78 * HOUR - 1))).toBe('no');
    expect(see(20000, [paid(300), paid(50, -HOUR, -60 * HOUR)], pushedAt(-79 * HOUR))).toBe(
      undefined,
    );
  });

  test('is unknown where it was lowered otherwise', () => {
    expect(see(19701)).toBeUndefined();
    expect(see(19950, [paid(300), paid(50)])).toBeUndefined();
  });

  test('is nothing that can be seen without a payment, or before what is sent has landed', () => {
    expect(see(20000, [])).toBeUndefined();
    expect(see(20000, [paid(300), paid(-300)])).toBeUndefined();
    expect(see(19700, [paid(300)], ours({ sending: SEEN }))).toBeUndefined();
    const { atMoment: _none, ...unseen } = ours();
    expect(see(19700, [paid(300)], unseen)).toBeUndefined();
  });

  test('is no question of a bill', () => {
    expect(see(19700, [paid(300)], ours({ kind: 'bill' }))).toBeUndefined();
  });
});
