import { describe, expect, test } from 'vitest';
import { decideContained } from '#shared/ledger/contained.ts';
import { amountApplied, CUSTOMER, movement } from '#test/support/factories.ts';

const UNTIL = '2026-06-18T12:00:00.000Z';
const at = (ms: number) => new Date(Date.parse(UNTIL) + ms).toISOString();
const HOURS_28 = 28 * 60 * 60_000;
const told = (ms: number, isTimed: boolean) => ({
  ...movement(amountApplied({ data: { payment_id: 'pay_1', amount: 500 } })),
  ...{ effectiveAt: at(ms), isTimed },
});
const decide = (ms: number, isTimed: boolean, raised?: string) =>
  decideContained(told(ms, isTimed), { containedUntil: UNTIL }, raised);
const DOUBT = {
  obligationId: CUSTOMER,
  paymentId: 'pay_1',
  toldBy: 'application',
  amount: 500,
  perhaps: 'pay_1',
};

describe('a payment of an adopted obligation', () => {
  test.each([
    ['a year before', -365 * 86_400_000],
    ['a millisecond before', -1],
    ['at the very moment', 0],
  ])('that tells a time %s is contained in its opening balance', (_, ms) => {
    expect(decide(ms, true)).toStrictEqual({
      kind: 'ignored',
      reason: 'contained_in_opening',
      detail: `The opening balance contains what took effect until ${UNTIL}`,
      doubt: undefined,
    });
  });

  test.each([
    ['a millisecond later', 1],
    ['a day later', 86_400_000],
    ['far ahead', 365 * 86_400_000],
  ])('that tells a time %s counts', (_, ms) => {
    expect(decide(ms, true)).toBeUndefined();
  });

  test('that tells no time is contained where it was signed in a second that was over by then', () => {
    expect(decide(-999, false)).toMatchObject({ reason: 'contained_in_opening' });
    expect(decide(-60_000, false)).toMatchObject({ kind: 'ignored' });
  });

  test.each([
    ['in the same second', -998],
    ['at the very moment', 0],
    ['a minute later', 60_000],
    ['28 hours later', HOURS_28],
  ])('that tells no time and was signed %s goes to a person', (_, ms) => {
    expect(decide(ms, false)).toEqual({
      kind: 'quarantined',
      reason: 'perhaps_contained',
      detail: `It tells no time and was signed at ${at(ms)}, up to 28 hours after the payment: the opening balance contains it if it took effect until ${UNTIL}`,
      doubt: DOUBT,
    });
  });

  test.each([-60_000, 0])(
    'that tells no time is in doubt from then on (signed %i ms later)',
    (ms) => {
      expect(decide(ms, false)).toMatchObject({ doubt: DOUBT });
      expect(decide(ms, false, 'pay_2')?.doubt).toBeUndefined();
    },
  );

  test.each([
    ['without a time, signed', false, HOURS_28 + 1],
    ['without a time, signed', false, 0],
    ['with a time,', true, 1],
  ])('that was held for want of a time and is told again %s later stays held', (_, isTimed, ms) => {
    expect(decide(ms, isTimed, 'pay_1')).toEqual({
      kind: 'quarantined',
      reason: 'perhaps_contained',
      detail:
        'pay_1 was told before without a time, and held, since the opening balance may contain it',
    });
  });

  test('that was held for want of a time, and turns out to be of before, is contained', () => {
    expect(decide(-1, true, 'pay_1')).toMatchObject({ reason: 'contained_in_opening' });
  });

  test('that tells no time counts where it was signed later than Moment delivers what happened before', () => {
    expect(decide(HOURS_28 + 1, false)).toBeUndefined();
    expect(decide(HOURS_28 + 1, false, 'pay_2')).toBeUndefined();
  });
});

test('of what was created here nothing is contained', () => {
  expect(decideContained(told(-1, true), {}, undefined)).toBeUndefined();
  expect(decideContained(told(-1, false), {}, undefined)).toBeUndefined();
});
