import { describe, expect, test } from 'vitest';
import { decide } from '#shared/ledger/decide.ts';
import type { Lowers } from '#shared/models/lowers.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { obligation } from '#test/support/factories.ts';
import { movedBy, paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';

/** `paid` took effect then. */
const PAID_AT = Date.parse('2025-06-18T08:45:00Z');
const HOUR = 3_600_000;

function tells(overrides: Partial<Obligation>, lowers?: Lowers): boolean | undefined {
  const arrivals = [{ movement: paid({ id: 'pay_1' }) }];
  const known = { obligation: obligation(overrides), entries: [], toldByBoth: [], doubts: [] };
  return decide(arrivals, known, RECORDED_AT, lowers).posting?.tellMoment;
}

const pushed = (hoursBefore: number, isPushed = true, ms = 0) => ({
  atMoment: {
    balance: 20000,
    sequence: 1,
    at: new Date(PAID_AT - hoursBefore * HOUR - ms).toISOString(),
    pushed: isPushed,
  },
});
const UNTOLD = { dueAt: RECORDED_AT, since: RECORDED_AT, refusals: 0 };

describe('Moment has to learn of a payment', () => {
  test.each(['unknown', 'yes', undefined] as const)(
    'not where nothing was pushed (it lowers: %s)',
    (lowers) => {
      expect(tells({}, lowers)).toBeUndefined();
      expect(tells(pushed(0, false), lowers)).toBeUndefined();
    },
  );

  test('where it lowers nothing, but for a bill', () => {
    expect(tells({}, 'no')).toBe(true);
    expect(tells({ kind: 'bill' }, 'no')).toBeUndefined();
  });

  test.each([
    ['yes', 'customer'],
    ['no', 'bill'],
    ['unknown', 'bill'],
  ] as const)(
    'where it lowers and the payment may be from before the push (%s, of a %s)',
    (lowers, kind) => {
      expect(tells({ kind, ...pushed(-9) }, lowers)).toBe(true);
      expect(tells({ kind, ...pushed(28) }, lowers)).toBe(true);
      expect(tells({ kind, ...pushed(28, true, 1) }, lowers)).toBeUndefined();
      expect(tells({ kind, ...pushed(0, false) }, lowers)).toBeUndefined();
    },
  );

  test('where one of them may be from before the push', () => {
    const early = paid({ id: 'pay_1' });
    const late = { ...paid({ id: 'pay_2' }), effectiveAt: '2026-06-01T00:00:00Z' };
    const known = { obligation: obligation(pushed(1)), entries: [], toldByBoth: [], doubts: [] };
    const both = [{ movement: late }, { movement: early }];
    expect(decide(both, known, RECORDED_AT, 'yes').posting?.tellMoment).toBe(true);
    expect(decide([{ movement: late }], known, RECORDED_AT, 'yes').posting).not.toHaveProperty(
      'tellMoment',
    );
  });

  test('after any push where nobody knows whether it lowers', () => {
    expect(tells(pushed(1000), 'unknown')).toBe(true);
    expect(tells(pushed(1000), undefined)).toBe(true);
  });

  test.each(['push', 'drift'] as const)('where somebody looks at it already (%s)', (state) => {
    expect(tells({ untold: { ...UNTOLD, state } }, 'yes')).toBe(true);
    expect(tells({ kind: 'bill', untold: { ...UNTOLD, state } }, 'yes')).toBe(true);
  });

  test('not where nothing was entered', () => {
    const movement = paid({ id: 'pay_1' });
    const posting = postingOf([movement]);
    const known = {
      obligation: movedBy(posting, obligation({ untold: { ...UNTOLD, state: 'push' } })),
      entries: posting.entries,
      toldByBoth: [],
      doubts: [],
    };
    expect(decide([{ movement }], known, RECORDED_AT).posting).toBeUndefined();
  });
});
