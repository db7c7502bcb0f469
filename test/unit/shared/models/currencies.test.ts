import * as listed from 'dinero.js/currencies';
import { describe, expect, test } from 'vitest';
import { minorUnitDigits } from '#shared/models/currencies.ts';
import { CustomerFacts, KeptCustomerFacts } from '#shared/models/customer.ts';
import { Entry } from '#shared/models/entry.ts';
import { formatAmount } from '#shared/models/format-amount.ts';
import { Currency, CurrencyCode } from '#shared/models/money.ts';
import { Obligation } from '#shared/models/obligation.ts';
import { tryParse } from '#shared/models/parsing.ts';
import { obligationAnswer } from '#shared/moment/wire/obligation.ts';
import { PaymentRequestAnswer } from '#shared/moment/wire/payment-request.ts';

const CODES = Object.values(listed);
// It counts these in fifths, as they are paid; ISO gives both two digits, as they are written.
const FIFTHS = ['MGA', 'MRU'];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const everyCode = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));

describe('the table of currencies', () => {
  test('has the digits that the kept list has, for every three letters', () => {
    const expected = new Map<string, number>(CODES.map(({ code, exponent }) => [code, exponent]));
    for (const code of FIFTHS) expected.set(code, 2);
    const digits = everyCode.map((code) => [code, minorUnitDigits(code)]);
    expect(digits.filter(([, known]) => known !== undefined)).toEqual([...expected].toSorted());
  });

  test('differs from that list in two currencies, which are counted in fifths there', () => {
    const fifths = CODES.filter(({ base }) => base !== 10).map(({ code }) => code);
    expect(fifths.toSorted()).toEqual(FIFTHS);
  });
});

describe('an amount is printed', () => {
  test.each<[number | bigint, string, string]>([
    [2000, 'ZAR', 'ZAR 20.00'],
    [-2000, 'ZAR', '-ZAR 20.00'],
    [5, 'ZAR', 'ZAR 0.05'],
    [0, 'ZAR', 'ZAR 0.00'],
    [-0, 'ZAR', 'ZAR 0.00'],
    [500, 'JPY', 'JPY 500'],
    [1234, 'KWD', 'KWD 1.234'],
    [123_456, 'CLF', 'CLF 12.3456'],
    [100, 'BGN', 'BGN 1.00'],
    [9_007_199_254_740_991, 'ZAR', 'ZAR 90,071,992,547,409.91'],
    [-9_007_199_254_740_991, 'KWD', '-KWD 9,007,199,254,740.991'],
    [9_007_199_254_740_993_007n, 'ZAR', 'ZAR 90,071,992,547,409,930.07'],
  ])('exactly: %s of %s is %s', (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text);
  });

  test.each([
    ['AFN', 'ALL', 'COP', 'HUF', 'IDR', 'IRR', 'KPW', 'LAK', 'LBP'],
    ['MGA', 'MMK', 'MRU', 'PKR', 'SOS', 'SYP', 'YER'],
  ])('with the digits of ISO where nobody pays them in cash: %s, %s, %s ...', (...codes) => {
    expect(codes.map((code) => formatAmount(12345, code))).toEqual(
      codes.map((code) => `${code} 123.45`),
    );
    expect(codes.map((code) => formatAmount(12300, code))).toEqual(
      codes.map((code) => `${code} 123.00`),
    );
    expect(formatAmount(12345, 'IQD')).toBe('IQD 12.345');
  });

  test.each([
    [7, '??', '7 ?? (minor units)'],
    [7, 'XAU', '7 XAU (minor units)'],
    [7, 'ZZZ', '7 ZZZ (minor units)'],
    [0.5, 'ZAR', '0.5 ZAR (minor units)'],
  ])('as it is where it has no minor unit: %s of %s', (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text);
  });
});

describe('a currency', () => {
  test.each(['ZAR', 'zar', 'Zar'])('written %s is ZAR', (code) => {
    expect(CurrencyCode.parse(code)).toBe('ZAR');
    expect(Currency.parse(code)).toBe('ZAR');
  });

  test.each(['ZA', 'ZARR', 'XZAR', 'Z1R', ' ZAR', 'ZAR\n', '', 710, null])(
    'cannot be %j, and says why',
    (code) => {
      const problems = [{ field: '', detail: 'must be a three-letter ISO 4217 code, such as ZAR' }];
      expect(tryParse(CurrencyCode, code)).toEqual({ ok: false, problems });
      expect(tryParse(Currency, code)).toEqual({ ok: false, problems });
    },
  );

  test.each([
    ['ZZZ', 'ZZZ is none'],
    ['xxx', 'XXX is none'],
    ['XTS', 'XTS is none'],
    ['XAU', 'XAU is none'],
    ['XDR', 'XDR is none'],
    ['HRK', 'HRK is none'],
    ['BGN', 'BGN was withdrawn on 2026-01-01'],
  ])('%s is nothing to owe in, and the merchant is told so', (code, why) => {
    const wanted = 'must be an ISO 4217 currency that is in use and has minor units, such as ZAR';
    expect(tryParse(CustomerFacts, { external_reference: 'C1', currency: code })).toEqual({
      ok: false,
      problems: [{ field: 'currency', detail: `${wanted} (${why})` }],
    });
  });

  test.each(['ZZZ', 'BGN'])('%s can be read where it is kept or told', (currency) => {
    const at = '2026-06-18T12:00:00.000Z';
    const values = [
      [
        Obligation,
        { id: 'bcus_1', kind: 'customer', externalReference: 'C1', sequence: 1, openedAt: at },
      ],
      [
        Entry,
        {
          key: 'pay_1@bcus_1',
          obligationId: 'bcus_1',
          sequence: 1,
          type: 'payment',
          amount: 1,
          endingBalance: 1,
          effectiveAt: at,
          recordedAt: at,
          paymentId: 'pay_1',
          previous: 'p'.repeat(43),
          cause: {
            kind: 'event',
            id: 'e',
            type: 't',
            dataId: 'd',
            raw: new Uint8Array(),
            hash: 'h',
            evidence: { webhookId: 'm', webhookTimestamp: 1, keyId: 'k', signature: 's' },
          },
        },
      ],
      [KeptCustomerFacts, { external_reference: 'C1', balance: 1 }],
      [obligationAnswer('customer'), { id: 'bcus_1', external_reference: 'C1' }],
      [PaymentRequestAnswer, { id: 'pr_1', status: 'active', amount: 1 }],
    ] as const;
    for (const [schema, value] of values) {
      expect(tryParse<unknown>(schema, { ...value, currency })).toMatchObject({
        ok: true,
        value: { currency },
      });
    }
  });
});
