import { describe, expect, test } from 'vitest';
import type { LoweringSeen } from '#shared/models/at-moment.ts';
import { isTracked, type Obligation, type TrackedObligation } from '#shared/models/obligation.ts';
import { learnLowering, readMoved } from '#shared/use-cases/push/look-at-moment.ts';
import { CUSTOMER, obligation } from '#test/support/factories.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NOON } from '#test/support/world.ts';

const AT = new Date(NOON).toISOString();
const BASE = { balance: 20000, sequence: 3, at: AT, pushed: false };
const PAID = { amount: 100, effectiveAt: AT, recordedAt: AT, isRefund: false };

function ours(overrides: Partial<Obligation> = {}): TrackedObligation {
  const owed = obligation({ atMoment: BASE, sequence: 5, ...overrides });
  if (!isTracked(owed)) throw new Error('not tracked');
  return owed;
}

const line = (
  sequence: number,
  type: 'payment' | 'opening' | 'adjustment' | 'charge' | 'refund',
  adjusts?: string,
) => ({
  ...{ key: `k${sequence}`, obligationId: CUSTOMER, sequence, amount: -100, endingBalance: 0 },
  ...{ type, currency: 'ZAR', effectiveAt: AT, recordedAt: AT },
  ...(adjusts !== undefined && { adjusts }),
});
const read = (of: TrackedObligation, ...lines: ReturnType<typeof line>[]) =>
  readMoved(of, { statements: { listLines: async () => ({ lines, hasMore: false }) } });

describe('what Moment told since', () => {
  test('is nothing where nothing was entered, or nobody knows since when', async () => {
    expect(await read(ours({ sequence: 3 }), line(3, 'payment'))).toEqual([]);
    const { atMoment: _none, ...unseen } = ours();
    expect(await read(unseen, line(5, 'payment'))).toEqual([]);
  });

  test('are payments and what was applied otherwise, of the entries since', async () => {
    const before = [line(3, 'payment'), line(2, 'payment')];
    expect(await read(ours(), line(5, 'payment'), line(4, 'opening'), ...before)).toEqual([PAID]);
    expect(
      await read(ours(), line(5, 'adjustment', 'pay_1'), line(4, 'adjustment'), ...before),
    ).toEqual([PAID]);
  });

  test('are not what a person had count here, of which Moment may have applied nothing', async () => {
    const [here, elsewhere] = [line(5, 'payment'), line(4, 'payment')];
    const lines = [
      { ...here, applied: -100 },
      { ...elsewhere, applied: 0 },
    ];
    expect(await read(ours(), ...lines)).toEqual([PAID]);
    const adjusted = { ...line(5, 'adjustment', 'pay_1'), applied: 0 };
    expect(await read(ours(), adjusted, elsewhere)).toEqual([PAID, PAID]);
  });

  test('may be what went back, which is told apart', async () => {
    const refund = { ...line(5, 'refund'), amount: 100 };
    expect(await read(ours(), refund, line(4, 'charge'))).toEqual([
      { ...PAID, amount: -100, isRefund: true },
    ]);
  });

  test('is not known while an entry is missing', async () => {
    expect(await read(ours(), line(5, 'payment'), line(3, 'payment'))).toBe('lagging');
  });
});

describe('whether Moment lowers', () => {
  const learn = async (
    momentLowers: 'unknown' | 'yes' | 'no',
    balance: number | undefined,
    { before, moved = [PAID] }: { before?: LoweringSeen; moved?: (typeof PAID)[] | 'many' } = {},
  ) => {
    const deps = { ...createMemoryDeps(), momentLowers };
    if (before) await deps.untold.keepLowering(before);
    const theirs = { id: CUSTOMER, balance };
    const known = moved === 'many' ? undefined : moved;
    const learned = await learnLowering(ours(), theirs, known, deps);
    expect(await deps.untold.findLowering()).toEqual(learned.lowering ?? before);
    return learned;
  };
  const seen = (lowers: 'yes' | 'no') => ({
    ...{ lowers, obligationId: CUSTOMER, sequence: 5, at: AT },
  });

  test.each(['yes', 'no'] as const)('is %s, if it is set so', async (setting) => {
    const before = seen(setting === 'yes' ? 'no' : 'yes');
    expect(await learn(setting, 19900, { before })).toEqual({ lowers: setting });
  });

  test('is unknown until it is seen, and then what was seen last', async () => {
    expect(await learn('unknown', 20000)).toEqual({ lowers: 'unknown' });
    expect(await learn('unknown', 19900)).toEqual({ lowers: 'yes', lowering: seen('yes') });
    expect(await learn('unknown', 19900, { before: seen('no') })).toEqual({
      lowers: 'yes',
      lowering: seen('yes'),
    });
    expect(await learn('unknown', 20000, { before: seen('no') })).toEqual({ lowers: 'no' });
    expect(await learn('unknown', 19900, { before: seen('yes') })).toEqual({ lowers: 'yes' });
  });

  test('is not seen where Moment tells no balance, or too much was entered', async () => {
    const before = seen('no');
    expect(await learn('unknown', undefined, { before })).toEqual({ lowers: 'no' });
    expect(await learn('unknown', 19900, { before, moved: 'many' })).toEqual({ lowers: 'no' });
  });
});
