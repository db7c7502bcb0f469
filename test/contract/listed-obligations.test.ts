import { beforeEach, expect, test } from 'vitest';
import { amountApplied, movement, open, opening } from '#test/support/factories.ts';
import { postingOf } from '#test/support/postings.ts';
import { onEachStore } from './on-each-store.ts';

/** In the order of their bytes: digits, capitals, the low line, small letters. */
const REFERENCES = ['-1', '1-2', 'AB', 'AB-1', 'AB1', 'AB_1', 'ABz', 'ABz-', 'B', '_', 'a', 'zz'];

onEachStore('obligations of one kind', (stores) => {
  const list = async (
    prefix: string,
    limit: number,
    after?: string,
    kind = 'customer' as const,
  ) => {
    const { listed, hasMore } = await stores().listed.listObligations(kind, {
      prefix,
      after,
      limit,
    });
    return [listed.map(({ obligation }) => obligation.externalReference), hasMore];
  };
  const openOf = (kind: 'customer' | 'account' | 'bill', externalReference: string, n: number) => {
    const id = `${{ customer: 'bcus', account: 'bacc', bill: 'bill' }[kind]}_${n}`;
    const who = kind === 'bill' ? {} : { name: `Of ${externalReference}` };
    return open(stores(), opening({ id, kind, externalReference }, who));
  };

  beforeEach(async () => {
    for (const [n, reference] of [...REFERENCES.entries()].toReversed()) {
      await openOf('customer', reference, n);
    }
    await openOf('account', 'AB-2', 1);
    await openOf('bill', 'AB-3', 1);
  });

  test('are listed in the order of their references, page after page', async () => {
    expect(await list('', 100)).toEqual([REFERENCES, false]);
    expect(await list('', 12)).toEqual([REFERENCES, false]);
    expect(await list('', 5)).toEqual([REFERENCES.slice(0, 5), true]);
    expect(await list('', 5, 'AB1')).toEqual([REFERENCES.slice(5, 10), true]);
    expect(await list('', 5, '_')).toEqual([['a', 'zz'], false]);
    expect(await list('', 5, 'zz')).toEqual([[], false]);
  });

  test('are listed by what their references begin with', async () => {
    expect(await list('AB', 3)).toEqual([['AB', 'AB-1', 'AB1'], true]);
    expect(await list('AB', 3, 'AB1')).toEqual([['AB_1', 'ABz', 'ABz-'], false]);
    expect(await list('AB', 3, 'AB')).toEqual([['AB-1', 'AB1', 'AB_1'], true]);
    expect(await list('ABz', 3)).toEqual([['ABz', 'ABz-'], false]);
    expect(await list('C', 3)).toEqual([[], false]);
  });

  test('do not have those of other kinds between them', async () => {
    for (const [kind, reference, profile] of [
      ['account', 'AB-2', { name: 'Of AB-2' }],
      ['bill', 'AB-3', {}],
    ] as const) {
      const { listed, hasMore } = await stores().listed.listObligations(kind, {
        prefix: '',
        limit: 9,
      });
      expect(hasMore).toBe(false);
      expect(listed).toMatchObject([
        { obligation: { kind, externalReference: reference }, profile },
      ]);
      expect(listed[0]?.profile).toEqual(profile);
    }
  });

  test('are shown whole, as they are now, each with who it is', async () => {
    const [asked] = (await stores().listed.listObligations('customer', { prefix: 'AB1', limit: 1 }))
      .listed;
    if (!asked) throw new Error('AB1 is not listed');
    const { obligation, profile } = asked;
    expect(profile).toEqual({ name: 'Of AB1' });
    expect(obligation).toEqual(await stores().ledger.findObligation(obligation.id));
    await stores().ledger.post(
      postingOf([movement(amountApplied({ data: { customer_id: obligation.id } }))], obligation),
      [],
    );
    const { listed } = await stores().listed.listObligations('customer', {
      prefix: 'AB1',
      limit: 1,
    });
    expect(listed[0]?.obligation).toEqual(await stores().ledger.findObligation(obligation.id));
    expect(listed[0]?.obligation.sequence).toBe(2);
  });

  test('may be as many as a page takes', async () => {
    const many = Array.from({ length: 103 }, (_, n) => `M-${String(n).padStart(3, '0')}`);
    for (const [n, reference] of many.entries()) await openOf('customer', reference, 100 + n);
    expect(await list('M-', 100)).toEqual([many.slice(0, 100), true]);
    expect(await list('M-', 100, 'M-099')).toEqual([many.slice(100), false]);
  });
});
