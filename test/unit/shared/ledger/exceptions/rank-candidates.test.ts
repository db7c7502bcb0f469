import { describe, expect, test } from 'vitest';
import { canTake, rankCandidates } from '#shared/ledger/exceptions/rank-candidates.ts';
import type { Presented } from '#shared/models/presented.ts';
import type { ToldMembers } from '#shared/moment/wire/told-members.ts';
import { obligation } from '#test/support/factories.ts';
import { NOON } from '#test/support/world.ts';

const TOLD: ToldMembers = { amount: 500, currency: 'ZAR', ids: [], references: [] };
const owed = (id: string, balance = 1, externalReference = `ref-${id}`) =>
  obligation({ id, balance, externalReference });
const request = (id: string, more: Partial<Presented> = {}): Presented => ({
  ...{ id, status: 'active', amount: 500, currency: 'ZAR' },
  ...more,
});
const rank = (
  looked: readonly (readonly [ReturnType<typeof owed>, ...Presented[]])[],
  told: Partial<ToldMembers> = {},
) =>
  rankCandidates(
    looked.map(([head, ...presented]) => ({ obligation: head, presented })),
    { ...TOLD, ...told },
    NOON,
  ).map(({ obligation: { id }, because }) => [id, ...because]);

test('each ground is named, and one for which nothing speaks is no candidate', () => {
  expect(rank([[owed('bcus_1')]])).toEqual([]);
  expect(rank([[owed('bcus_1')]], { ids: ['bcus_1'] })).toEqual([['bcus_1', 'id']]);
  expect(rank([[owed('bcus_1')]], { references: ['ref-bcus_1'] })).toEqual([
    ['bcus_1', 'reference'],
  ]);
  expect(rank([[owed('bcus_1', 500)]])).toEqual([['bcus_1', 'amount']]);
  expect(rank([[owed('bcus_1'), request('pr_1')]])).toEqual([['bcus_1', 'open_request']]);
  const paid = request('pr_1', { amount: 9 });
  expect(rank([[owed('bcus_1'), paid]], { dataId: 'pr_1' })).toEqual([
    ['bcus_1', 'payment_request'],
  ]);
});

test('one link of several is enough', () => {
  const others = [request('pr_1', { amount: 9 }), request('pr_2')];
  expect(rank([[owed('bcus_1'), ...others]], { dataId: 'pr_2' })).toEqual([
    ['bcus_1', 'payment_request', 'open_request'],
  ]);
});

test('a link that is paid or over is not open', () => {
  const settled = request('pr_1', { settledBy: 'pay_1@bcus_1' });
  const over = request('pr_2', { expiresAt: new Date(NOON).toISOString() });
  expect(rank([[owed('bcus_1'), settled, over]])).toEqual([]);
});

test('an amount that is not told is equal to none', () => {
  expect(rank([[owed('bcus_1', 0)]], { amount: undefined })).toEqual([]);
});

describe('those come first', () => {
  test('for which more speaks', () => {
    const named = { ids: ['bcus_3'], references: ['ref-bcus_2', 'ref-bcus_4'] };
    expect(
      rank(
        [[owed('bcus_1', 500)], [owed('bcus_2')], [owed('bcus_3')], [owed('bcus_4', 500)]],
        named,
      ),
    ).toEqual([
      ['bcus_3', 'id'],
      ['bcus_4', 'reference', 'amount'],
      ['bcus_2', 'reference'],
      ['bcus_1', 'amount'],
    ]);
  });

  test('whose ground is the better one, though two others speak for another', () => {
    const looked = [[owed('bcus_1', 500), request('pr_1')], [owed('bcus_2')]] as const;
    expect(rank(looked, { references: ['ref-bcus_2'] }).map(([id]) => id)).toEqual([
      'bcus_2',
      'bcus_1',
    ]);
  });

  test('whose reference comes first, where the same speaks for both, up to ten', () => {
    const many = Array.from(
      { length: 12 },
      (_, n) => [owed(`bcus_${n}`, 500, `r-${99 - n}`)] as const,
    );
    expect(rank(many).map(([id]) => id)).toEqual(
      Array.from({ length: 10 }, (_, n) => `bcus_${11 - n}`),
    );
  });
});

test('an obligation takes a payment in its own currency alone, and only where a balance is tracked', () => {
  const head = owed('bcus_1');
  expect(canTake(head, 'ZAR')).toBe(true);
  expect(canTake(head, undefined)).toBe(true);
  expect(canTake(head, 'USD')).toBe(false);
  expect(canTake(obligation({ balance: undefined }), undefined)).toBe(false);
});
