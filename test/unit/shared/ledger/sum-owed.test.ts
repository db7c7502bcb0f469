import { expect, test } from 'vitest';
import { sumOwed } from '#shared/ledger/sum-owed.ts';
import { obligation } from '#test/support/factories.ts';

const owed = (balance: number | undefined, currency: string | undefined = 'ZAR') =>
  obligation({ balance, currency });

test('what is owed is summed by currency, credits too, and never across', () => {
  const all = [owed(2000), owed(-500), owed(7, 'USD'), owed(undefined), owed(0, 'EUR')];
  expect(Object.fromEntries(sumOwed(all) ?? [])).toEqual({ ZAR: 1500, USD: 7, EUR: 0 });
  expect(sumOwed([])).toEqual(new Map());
});

test('a sum that is no exact number is none', () => {
  expect(sumOwed([owed(Number.MAX_SAFE_INTEGER), owed(1)])).toBeUndefined();
  expect(sumOwed([owed(Number.MAX_SAFE_INTEGER), owed(1, 'USD')])).toBeDefined();
});
