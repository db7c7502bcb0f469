import { describe, expect, test } from 'vitest';
import { isExplained, leastExplained, sumOf } from '#shared/ledger/explain-difference.ts';

test.each([
  [0, [], true],
  [1, [], false],
  [5, [2, 3, 7], true],
  [9, [2, 3, 7], true],
  [12, [2, 3, 7], true],
  [6, [2, 3, 7], false],
  [13, [2, 3, 7], false],
  [-1, [2, -3], true],
  [-2, [2, -3], false],
])('%d is some of %j: %s', (difference, amounts, is) => {
  expect(isExplained(difference, amounts)).toBe(is);
});

describe('of too many sums to tell', () => {
  const powers = Array.from({ length: 13 }, (_, n) => 2 ** n * 10);
  const many = [...powers, -10];

  test.each([
    [5, true],
    [-10, true],
    [81_910, true],
    [-11, false],
    [81_911, false],
  ])('%d is explained, if it is no less and no more than all: %s', (difference, is) => {
    expect(isExplained(difference, many)).toBe(is);
  });

  test('it is told as long as they are 4096', () => {
    expect(isExplained(5, powers.slice(0, 12))).toBe(false);
    expect(isExplained(10, powers.slice(0, 12))).toBe(true);
    // The same sums again and again are few.
    expect(
      isExplained(
        5,
        Array.from({ length: 4095 }, () => 10),
      ),
    ).toBe(false);
  });
});

test('the least that explains is all that went back', () => {
  expect([leastExplained([2, -3, -4, 0]), leastExplained([2]), sumOf([2, -3]), sumOf([])]).toEqual([
    -7, 0, -1, 0,
  ]);
});
