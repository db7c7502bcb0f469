import { describe, expect, test } from 'vitest';
import {
  adjustmentKey,
  adjustsPayment,
  commandKey,
  Entry,
  isKeyOf,
  openingKey,
  paymentKey,
} from '#shared/models/entry.ts';
import { addMinorUnits, MinorUnits } from '#shared/models/money.ts';

describe('an amount', () => {
  test.each([0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('can be %d', (amount) => {
    expect(MinorUnits.parse(amount)).toBe(amount);
  });

  test.each([0.5, 2 ** 53, Number.NaN, '2000', null])('cannot be %j, and says why', (amount) => {
    expect(() => MinorUnits.parse(amount)).toThrow('integer in minor units');
  });

  test('is never -0, which would be printed as less than nothing', () => {
    expect(MinorUnits.parse(-0)).toBe(0);
  });

  test('is added only as long as the sum is exact', () => {
    expect(addMinorUnits(Number.MAX_SAFE_INTEGER - 1, 1)).toBe(Number.MAX_SAFE_INTEGER);
    expect(addMinorUnits(Number.MAX_SAFE_INTEGER, 1)).toBeUndefined();
    expect(addMinorUnits(Number.MIN_SAFE_INTEGER, -1)).toBeUndefined();
  });
});

describe('the key of an entry', () => {
  test('names payment and obligation, and once more what was applied of it', () => {
    const payment = { paymentId: 'pay_1', obligationId: 'bcus_1' };
    expect(paymentKey(payment)).toBe('pay_1@bcus_1');
    expect(adjustmentKey(payment)).toBe('applied:pay_1@bcus_1');
  });

  test('is another one for the opening', () => {
    expect(openingKey('bcus_1')).toBe('opening:bcus_1');
  });

  test.each([openingKey, (id: string) => commandKey('key-1', id), (id: string) => `pay_1@${id}`])(
    'is of its obligation alone',
    (keyOn) => {
      expect(isKeyOf(keyOn('bcus_1'), 'bcus_1')).toBe(true);
      expect(isKeyOf(keyOn('bcus_2'), 'bcus_1')).toBe(false);
    },
  );
});

describe('an entry', () => {
  const line = {
    key: 'pay_1@bcus_1',
    obligationId: 'bcus_1',
    sequence: 2,
    amount: -100,
    endingBalance: 0,
    currency: 'ZAR',
    effectiveAt: '2026-06-18T12:00:00.000Z',
    recordedAt: '2026-06-18T12:00:01.000Z',
    previous: 'p'.repeat(43),
  };
  const event = {
    kind: 'event',
    id: 'evt_1',
    type: 'obligation.amount_applied',
    dataId: 'ob_1',
    raw: Buffer.from('{}'),
    hash: 'RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o',
    evidence: { webhookId: 'msg_1', webhookTimestamp: 1, keyId: 'key-1', signature: 'c2lnbmVk' },
  };
  const command = { kind: 'command', key: 'key-1' };
  const payment = { ...line, type: 'payment', paymentId: 'pay_1', cause: event };
  const adjustment = { ...payment, type: 'adjustment', adjusts: 'pay_1@bcus_1', applied: -200 };

  test('adjusts a payment where it says which, as a correction does not', () => {
    const change = { ...command, requestHash: 'h', actor: 'jo', reason: 'goodwill' };
    const correction = { ...line, type: 'adjustment', cause: change };
    expect(adjustsPayment(Entry.parse(adjustment))).toBe(true);
    expect(adjustsPayment(Entry.parse(correction))).toBe(false);
    expect(adjustsPayment(Entry.parse(payment))).toBe(false);
  });
  const opening = { ...line, type: 'opening', cause: command };

  test.each([
    ['a payment', payment],
    ['a payment of a Payment Request', { ...payment, paymentRequest: 'pr_1', description: 'June' }],
    ['a payment told of as far ahead', { ...payment, toldAt: '2999-01-01T00:00:00.000Z' }],
    ['an adjustment', adjustment],
    ['an opening', opening],
  ])('comes back whole: %s', (_what, entry) => {
    expect(Entry.parse(entry)).toStrictEqual(entry);
  });

  test.each([
    ['without a key', { ...payment, key: '' }],
    ['without a place', { ...payment, sequence: 0 }],
    ['of nobody', { ...payment, obligationId: 'cus_1' }],
    ['of a fraction', { ...payment, amount: -0.5 }],
    ['at no time', { ...payment, recordedAt: 'yesterday' }],
    ['told of as at no time', { ...payment, toldAt: 'yesterday' }],
    ['with half an event', { ...payment, cause: { kind: 'event', id: 'evt_1' } }],
    ['with an event that is no bytes', { ...payment, cause: { ...event, raw: '{}' } }],
    ['of a payment without its id', { ...payment, paymentId: undefined }],
    ['of a payment with an empty id', { ...payment, paymentId: '' }],
    ['of a payment that a command caused', { ...payment, cause: command }],
    ['of a payment that nothing caused', { ...payment, cause: undefined }],
    ['of an opening that an event caused', { ...opening, cause: event }],
    ['of an opening by no key', { ...opening, cause: { kind: 'command', key: '' } }],
    ['of an adjustment that a command caused', { ...adjustment, cause: command }],
    ['of an adjustment to nothing', { ...adjustment, adjusts: undefined }],
    ['of an adjustment without what was applied', { ...adjustment, applied: undefined }],
    ['of an adjustment to a fraction', { ...adjustment, applied: 0.5 }],
    ['of another type', { ...payment, type: 'refund' }],
    ['of no type', { ...payment, type: '' }],
  ])('%s is none', (_what, wrong) => {
    expect(Entry.safeParse(wrong).success).toBe(false);
  });
});
