import { expect, test } from 'vitest';
import { fromObligationItem, toObligationItem } from '#shared/aws/items/obligation-items.ts';
import { obligation } from '#test/support/factories.ts';

const OPENED_AT = '2026-06-18T12:00:00.000Z';

test('a head from before there was a push tells what Moment answered to its creation', () => {
  const item = { ...toObligationItem(obligation()), balanceAtMoment: 1500 };
  expect(fromObligationItem(item).atMoment).toEqual({
    balance: 1500,
    sequence: 1,
    at: OPENED_AT,
    pushed: false,
  });
});

test('and what Moment was told since counts before it', () => {
  const told = { balance: -5, sequence: 7, at: OPENED_AT, pushed: true };
  const item = { ...toObligationItem(obligation({ atMoment: told })), balanceAtMoment: 1500 };
  expect(item).toMatchObject({ atMoment: '-5 7 1781784000000 pushed' });
  expect(fromObligationItem(item).atMoment).toEqual(told);
});

test('a mark that somebody set by hand is as old as it is due', () => {
  const item = { ...toObligationItem(obligation()), attention: 'push', attentionAt: OPENED_AT };
  expect(fromObligationItem(item).untold).toEqual({
    state: 'push',
    dueAt: OPENED_AT,
    since: OPENED_AT,
    refusals: 0,
  });
});

test.each(['', 'x 1 1781784000000 pushed', '5 1 soon seen', '5 1.5 1781784000000 seen'])(
  'a head that tells %j of Moment is not read',
  (atMoment) => {
    const item = { ...toObligationItem(obligation()), atMoment };
    expect(() => fromObligationItem(item)).toThrow(/atMoment/);
  },
);
