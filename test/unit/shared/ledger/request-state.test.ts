import { describe, expect, test } from 'vitest';
import { endOf, isOver, requestStateOf } from '#shared/ledger/request-state.ts';
import { NOON } from '#test/support/world.ts';

const at = (ms: number) => new Date(NOON + ms).toISOString();
const stateOf = (request: object, balance = 500) =>
  requestStateOf({ amount: 500, ...request }, balance, NOON);

describe('what was presented', () => {
  test('is open as long as it is not over, and its amount is owed', () => {
    expect(stateOf({ expiresAt: at(1) })).toBe('open');
    expect(stateOf({})).toBe('open');
    expect(stateOf({}, 501)).toBe('open');
  });

  test('exceeds a balance that is lower than its amount, and no other', () => {
    expect(stateOf({ expiresAt: at(1) }, 499)).toBe('exceeds_balance');
    expect(stateOf({}, -1)).toBe('exceeds_balance');
  });

  test('is expired from its end on, whatever is owed', () => {
    expect(stateOf({ expiresAt: at(0) })).toBe('expired');
    expect(stateOf({ expiresAt: at(-1) }, 0)).toBe('expired');
  });

  test('is paid once an entry settled it, also where it is over, or nothing is owed by now', () => {
    expect(stateOf({ settledBy: 'pay_1@bcus_1', expiresAt: at(-1) }, 0)).toBe('paid');
    expect(stateOf({ settledBy: 'pay_1@bcus_1' })).toBe('paid');
  });
});

test.each([undefined, 'tomorrow'])('what ends at %s never ends', (time) => {
  expect(endOf(time)).toBe(Number.MAX_VALUE);
  expect(isOver(time, Number.MAX_SAFE_INTEGER)).toBe(false);
});
