import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDecimalAmount } from '#shared/models/decimal-amount.ts';
import { decimalText } from '#shared/models/format-amount.ts';

const READ: readonly (readonly [text: string, currency: string, amount: number])[] = [
  ['240.00', 'ZAR', 24_000],
  ['240', 'ZAR', 24_000],
  ['240.5', 'ZAR', 24_050],
  ['0', 'ZAR', 0],
  ['0.07', 'ZAR', 7],
  ['-12.34', 'ZAR', -1234],
  ['-0.00', 'ZAR', 0],
  ['240', 'JPY', 240],
  ['1.240', 'BHD', 1240],
  ['1.2401', 'CLF', 12_401],
  ['90071992547409.91', 'ZAR', Number.MAX_SAFE_INTEGER],
];

const SAY = 'write digits and a point alone, such as';
const REFUSED: readonly (readonly [text: string, why: string])[] = [
  ['', 'is empty, and 0 has to be written'],
  ['1.240,00', 'has a comma, which may part thousands or decimals'],
  ['1,240.00', 'has a comma, which may part thousands or decimals'],
  ['1e10', 'is written with an exponent'],
  ['1e2', 'is written with an exponent'],
  ['-1.5E+2', 'is written with an exponent'],
  ['R240', 'has letters or a sign of a currency'],
  ['€240', 'has letters or a sign of a currency'],
  ['x1e2', 'has letters or a sign of a currency'],
  ['1e2x', 'has letters or a sign of a currency'],
  ['\u2212240.00', 'has a dash that is not the minus of a keyboard'],
  ['\u2013240.00', 'has a dash that is not the minus of a keyboard'],
  ['1 240.00', 'has a space in it'],
  ['1\u00a0240.00', 'has a space in it'],
  ['0240.00', 'begins with a zero, as a number of something else does'],
  ['-007', 'begins with a zero, as a number of something else does'],
  ['+007', 'begins with a zero, as a number of something else does'],
  ['1.240', 'has 3 digits behind the point, and ZAR 2 at most'],
  ['240.', 'is no plain number'],
  ['.50', 'is no plain number'],
  ['+240.00', 'is no plain number'],
  ['--240', 'is no plain number'],
  ['1.2.3', 'is no plain number'],
  ['(240.00)', 'is no plain number'],
  ['90071992547409.92', 'is larger than any amount that can be kept'],
  ['-90071992547409.92', 'is larger than any amount that can be kept'],
];

test.each(READ)('%s of %s is %i minor units', (text, currency, amount) => {
  const read = readDecimalAmount(text, currency);
  expect(read).toEqual({ ok: true, amount });
  expect(Object.is(read.ok && read.amount, -0)).toBe(false);
});

describe('what may mean two amounts means none', () => {
  test.each(REFUSED)('%j %s', (text, why) => {
    expect(readDecimalAmount(text, 'ZAR')).toEqual({ ok: false, detail: `${why}: ${SAY} 240.00` });
  });

  test('a currency without cents has no digit behind the point', () => {
    expect(readDecimalAmount('240.00', 'JPY')).toEqual({
      ok: false,
      detail: `has 2 digits behind the point, and JPY none: ${SAY} 240`,
    });
  });
});

test('whatever is written by us is read again, in each currency', () => {
  const amounts = fc.maxSafeInteger().map((amount) => (amount === 0 ? 0 : amount));
  fc.assert(
    fc.property(amounts, fc.constantFrom('ZAR', 'JPY', 'BHD', 'CLF'), (amount, currency) => {
      const text = decimalText(amount, currency) ?? '';
      expect(readDecimalAmount(text, currency)).toEqual({ ok: true, amount });
    }),
  );
});
