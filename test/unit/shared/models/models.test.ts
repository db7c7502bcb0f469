import { describe, expect, test } from 'vitest';
import { Entry, EntryType, openingKey, paymentKey } from '#shared/models/entry.ts';
import { parseExactJson } from '#shared/models/exact-json.ts';
import { addMinorUnits, Currency, MinorUnits } from '#shared/models/money.ts';

describe('an amount', () => {
  test.each([0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('can be %d', (amount) => {
    expect(MinorUnits.parse(amount)).toBe(amount);
  });

  test.each([0.5, 2 ** 53, Number.NaN, '2000', null])('cannot be %j, and says why', (amount) => {
    expect(() => MinorUnits.parse(amount)).toThrow('integer in minor units');
  });

  test('is added only as long as the sum is exact', () => {
    expect(addMinorUnits(Number.MAX_SAFE_INTEGER - 1, 1)).toBe(Number.MAX_SAFE_INTEGER);
    expect(addMinorUnits(Number.MAX_SAFE_INTEGER, 1)).toBeUndefined();
    expect(addMinorUnits(Number.MIN_SAFE_INTEGER, -1)).toBeUndefined();
  });
});

describe('a currency', () => {
  test.each(['ZAR', 'zar', 'Zar'])('written %s is ZAR', (code) => {
    expect(Currency.parse(code)).toBe('ZAR');
  });

  test.each(['ZA', 'ZARR', 'XZAR', 'Z1R', ' ZAR', 'ZAR\n', ''])(
    'cannot be %j, and says why',
    (code) => {
      expect(() => Currency.parse(code)).toThrow('three-letter ISO 4217 code');
    },
  );
});

describe('JSON', () => {
  test('comes out as it is written, but for integers that are not written as such', () => {
    const text =
      '{"plain":-15000,"zero":0,"fraction":0.5,"exponent":2e3,"point":2000.0,"none":null,"yes":true,"text":"1e3","list":[1,1.0,{}]}';
    expect(parseExactJson(text)).toEqual({
      plain: -15000,
      zero: 0,
      fraction: 0.5,
      exponent: '2e3',
      point: '2000.0',
      none: null,
      yes: true,
      text: '1e3',
      list: [1, '1.0', {}],
    });
  });

  test('of one number follows the same rule', () => {
    expect(parseExactJson('15000')).toBe(15000);
    expect(parseExactJson('9007199254740991.4')).toBe('9007199254740991.4');
  });
});

describe('the key of an entry', () => {
  const payment = { eventId: 'evt_1', obligationId: 'bcus_1' };

  test('names payment and obligation, or else the event', () => {
    expect(paymentKey({ ...payment, paymentId: 'pay_1' })).toBe('pay_1@bcus_1');
    expect(paymentKey(payment)).toBe('evt_1@bcus_1');
  });

  test('is another one for the opening', () => {
    expect(openingKey('bcus_1')).toBe('opening:bcus_1');
  });
});

describe('an entry', () => {
  const entry = {
    key: 'pay_1@bcus_1',
    obligationId: 'bcus_1',
    sequence: 2,
    type: 'payment',
    amount: -100,
    endingBalance: 0,
    currency: 'ZAR',
    paymentId: 'pay_1',
    effectiveAt: '2026-06-18T12:00:00.000Z',
    recordedAt: '2026-06-18T12:00:01.000Z',
  };
  const event = {
    id: 'evt_1',
    type: 'obligation.amount_applied',
    dataId: 'ob_1',
    raw: Buffer.from('{}'),
    hash: 'RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o',
  };

  test('comes back whole, with or without its event', () => {
    expect(Entry.parse({ ...entry, event })).toStrictEqual({ ...entry, event });
    expect(Entry.parse(entry)).toStrictEqual(entry);
  });

  test.each([
    ['without a key', { key: '' }],
    ['without a place', { sequence: 0 }],
    ['of nobody', { obligationId: 'cus_1' }],
    ['of a fraction', { amount: -0.5 }],
    ['at no time', { recordedAt: 'yesterday' }],
    ['with half an event', { event: { id: 'evt_1' } }],
    ['with an event that is no bytes', { event: { ...event, raw: '{}' } }],
  ])('%s is none', (_what, wrong) => {
    expect(Entry.safeParse({ ...entry, ...wrong }).success).toBe(false);
  });
});

test('an entry is of one of five types, and no other can be read', () => {
  const types = ['opening', 'payment', 'charge', 'adjustment', 'reversal'];
  expect(types.map((type) => EntryType.parse(type))).toEqual(types);
  expect(() => EntryType.parse('refund')).toThrow();
  expect(() => EntryType.parse('')).toThrow();
});
