import { describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import type { CreationIntent, Intent } from '#shared/models/intent.ts';
import type { Begun } from '#shared/ports/intents.ts';
import {
  CUSTOMER,
  intent,
  nestedIntent,
  open,
  opening,
  presentation,
} from '#test/support/factories.ts';
import { onEachStore } from './on-each-store.ts';

const at = (second: number) => `2026-06-18T12:00:${String(second).padStart(2, '0')}.000Z`;
const DONE = { obligationId: 'bcus_1', openedAt: at(0) };
const PRESENTED = { id: 'pr_1', status: 'active', amount: 2000, currency: 'ZAR' };

const creation = (reference: string, more: Partial<CreationIntent> = {}) =>
  intent({ request: { external_reference: reference }, ...more });

onEachStore('intents', (stores) => {
  const begin = async (one: Intent, dueAt = at(1)): Promise<Begun> => {
    try {
      return await stores().intents.begin(one, dueAt);
    } catch (error) {
      // Two that meet may both be told to come again.
      if (ServiceError.is(error, 'ledger.busy')) return begin(one, dueAt);
      throw error;
    }
  };
  const find = (key: string) => stores().intents.find(key);
  const reference = (of: string) => stores().ledger.findReference('customer', of);

  describe('beginning', () => {
    test.each([
      ['a creation', () => intent()],
      ['a presentation', () => presentation()],
    ])('the first to begin %s has the key', async (_what, make) => {
      const first = make();
      expect(await begin(first)).toEqual({ kind: 'begun' });
      const exists = { kind: 'exists', intent: first };
      expect(await begin({ ...make(), key: first.key })).toEqual(exists);
      expect(await begin({ ...creation('another'), key: first.key })).toEqual(exists);
      expect(await begin({ ...presentation(), key: first.key })).toEqual(exists);
      expect(await find(first.key)).toEqual(first);
      expect(await reference('another')).toBeUndefined();
      expect(await find('other')).toBeUndefined();
    });

    test.each([
      ['creations', () => intent()],
      ['presentations', () => presentation()],
    ])('of many %s that begin at once, one has the key', async (_what, make) => {
      const { key } = make();
      const begun = await Promise.all(Array.from({ length: 10 }, () => begin({ ...make(), key })));
      expect(begun.filter(({ kind }) => kind === 'begun')).toHaveLength(1);
      expect(begun.filter(({ kind }) => kind === 'exists')).toHaveLength(9);
    });

    test('a creation reserves its reference: another key is told whose it is', async () => {
      const first = creation('UCR1');
      await begin(first);
      expect(await reference('UCR1')).toEqual({ kind: 'reserved', intentKey: first.key });
      const second = creation('UCR1');
      expect(await begin(second)).toEqual({
        kind: 'reference_reserved',
        of: 'customer',
        reference: 'UCR1',
        intentKey: first.key,
      });
      expect(await find(second.key)).toBeUndefined();
    });

    test('of many creations of one reference that begin at once, one reserves it', async () => {
      const many = Array.from({ length: 10 }, () => creation('UCR1'));
      const begun = await Promise.all(many.map((one) => begin(one)));
      const winners = many.filter((_, n) => begun[n]?.kind === 'begun');
      expect(winners).toHaveLength(1);
      expect(begun.filter(({ kind }) => kind === 'reference_reserved')).toHaveLength(9);
      expect(await reference('UCR1')).toEqual({ kind: 'reserved', intentKey: winners[0]?.key });
      const stored = await Promise.all(many.map(({ key }) => find(key)));
      expect(stored.filter(Boolean)).toEqual(winners);
    });

    test('a creation of a reference that is taken is told by which obligation', async () => {
      await open(stores(), opening({ externalReference: 'UCR1' }));
      const late = creation('UCR1');
      expect(await begin(late)).toEqual({
        kind: 'reference_taken',
        of: 'customer',
        reference: 'UCR1',
        obligationId: CUSTOMER,
      });
      expect(await find(late.key)).toBeUndefined();
    });
  });

  describe('a creation of nested parts', () => {
    const bill = { external_reference: 'B1', currency: 'ZAR', amount_due: 5 };
    const parts = {
      customer: { external_reference: 'UCR1' },
      account: { external_reference: 'UCR1' },
      bill,
    };
    const owner = (kind: 'customer' | 'account' | 'bill', of: string) =>
      stores().ledger.findReference(kind, of);
    const reservedBy = ({ key }: Intent) => ({ kind: 'reserved', intentKey: key });

    test('reserves the reference of each, or none', async () => {
      const taken = nestedIntent({ request: { account: parts.account, customerId: CUSTOMER } });
      await begin(taken);
      const refused = nestedIntent({ request: parts });
      expect(await begin(refused)).toEqual({
        kind: 'reference_reserved',
        of: 'account',
        reference: 'UCR1',
        intentKey: taken.key,
      });
      expect(await owner('customer', 'UCR1')).toBeUndefined();
      expect(await owner('bill', 'B1')).toBeUndefined();
      expect(await find(refused.key)).toBeUndefined();

      await stores().intents.discard(taken, taken.momentKey);
      expect(await begin(refused)).toEqual({ kind: 'begun' });
      expect(await find(refused.key)).toEqual(refused);
      expect(await owner('customer', 'UCR1')).toEqual(reservedBy(refused));
      expect(await owner('account', 'UCR1')).toEqual(reservedBy(refused));
      expect(await owner('bill', 'B1')).toEqual(reservedBy(refused));
    });

    test('that is refused gives up what it has not opened, and keeps what it has', async () => {
      const begun = nestedIntent({ request: parts });
      await begin(begun);
      const made = { customer: { obligationId: 'bcus_1', openedAt: at(0) } };
      const next = { ...begun, made, momentKey: 'second' };
      const opened = opening({ id: 'bcus_1', externalReference: 'UCR1' });
      await stores().ledger.open({ ...opened, intent: next });
      // A run that is behind has another key.
      await stores().intents.discard(begun, begun.momentKey);
      expect(await find(begun.key)).toMatchObject({ made });
      await stores().intents.discard(next, 'second');
      expect(await find(begun.key)).toBeUndefined();
      expect(await owner('customer', 'UCR1')).toEqual({ kind: 'taken', obligationId: 'bcus_1' });
      expect(await owner('account', 'UCR1')).toBeUndefined();
      expect(await owner('bill', 'B1')).toBeUndefined();
    });
  });

  test.each([
    ['a creation', () => intent(), DONE, { ...DONE, obligationId: 'bcus_2' }],
    ['a presentation', () => presentation(), PRESENTED, { ...PRESENTED, id: 'pr_2' }],
  ])('what %s has done is stored once', async (_what, make, done, late) => {
    const begun = make();
    await begin(begun);
    await stores().intents.finish(begun.key, done);
    await stores().intents.finish(begun.key, late);
    expect(await find(begun.key)).toEqual({ ...begun, done });
    await stores().intents.finish('other', done);
    expect(await find('other')).toBeUndefined();
  });

  describe('discarding', () => {
    test('forgets an unfinished intent and what it reserved', async () => {
      const [created, presented] = [creation('UCR1'), presentation()];
      for (const one of [created, presented]) {
        await begin(one);
        await stores().intents.discard(one, one.momentKey);
        expect(await find(one.key)).toBeUndefined();
      }
      expect(await reference('UCR1')).toBeUndefined();
      expect(await begin(creation('UCR1'))).toEqual({ kind: 'begun' });
    });

    test('leaves one that is done', async () => {
      const [created, presented] = [creation('UCR1'), presentation()];
      await begin(created);
      await begin(presented);
      await stores().intents.finish(created.key, DONE);
      await stores().intents.finish(presented.key, PRESENTED);
      for (const one of [created, presented]) await stores().intents.discard(one, one.momentKey);
      expect(await find(created.key)).toEqual({ ...created, done: DONE });
      expect(await find(presented.key)).toEqual({ ...presented, done: PRESENTED });
      expect(await reference('UCR1')).toMatchObject({ kind: 'reserved' });
    });

    test.each([
      ['a creation', () => creation('UCR1')],
      ['a presentation', () => presentation()],
    ])('leaves %s that a later run began under the same key', async (_what, make) => {
      const refused = make();
      await begin(refused);
      await stores().intents.discard(refused, refused.momentKey);
      const mended = { ...make(), key: refused.key };
      await begin(mended);
      // Its own removal was slow, and comes a second time.
      await stores().intents.discard(refused, refused.momentKey);
      expect(await find(refused.key)).toEqual(mended);
      if (mended.operation !== 'create_customer') return;
      expect(await reference('UCR1')).toEqual({ kind: 'reserved', intentKey: mended.key });
    });

    test('leaves one whose spent key another run replaced', async () => {
      const begun = creation('UCR1', { momentKey: 'spent' });
      await begin(begun);
      await stores().intents.replaceMomentKey(begun.key, 'spent', 'fresh');
      await stores().intents.discard(begun, 'spent');
      expect(await find(begun.key)).toMatchObject({ momentKey: 'fresh' });
      await stores().intents.discard(begun, 'fresh');
      expect(await find(begun.key)).toBeUndefined();
      expect(await reference('UCR1')).toBeUndefined();
    });

    test('of what is gone changes nothing', async () => {
      await stores().intents.discard(creation('UCR1'), 'any');
      await stores().intents.discard(presentation(), 'any');
      expect(await reference('UCR1')).toBeUndefined();
    });
  });

  test('a spent key is replaced once, and never of what is done or gone', async () => {
    const [begun, done] = [
      presentation({ momentKey: 'spent' }),
      presentation({ momentKey: 'spent' }),
    ];
    const { intents } = stores();
    for (const one of [begun, done]) await begin(one);
    await intents.finish(done.key, PRESENTED);
    for (const key of [begun.key, done.key, 'gone']) {
      await intents.replaceMomentKey(key, 'spent', 'fresh');
      await intents.replaceMomentKey(key, 'spent', 'late');
    }
    expect(await find(begun.key)).toEqual({ ...begun, momentKey: 'fresh' });
    expect(await find(done.key)).toEqual({ ...done, done: PRESENTED });
    expect(await find('gone')).toBeUndefined();
  });

  describe('unfinished', () => {
    const due = (now: number, limit = 9) => stores().intents.listDue(at(now), limit);

    test('intents of every kind are listed from the one that is due longest', async () => {
      const [second, first, recent, done] = [
        creation('UCR1'),
        presentation(),
        creation('UCR2'),
        presentation(),
      ];
      await begin(second, at(2));
      await begin(first, at(1));
      await begin(recent, at(9));
      await begin(done, at(0));
      await stores().intents.finish(done.key, PRESENTED);

      expect(await due(0)).toEqual([]);
      expect(await due(5)).toEqual([first.key, second.key]);
      expect(await due(5, 1)).toEqual([first.key]);
      await stores().intents.markTried(first.key, at(3));
      expect((await find(first.key))?.tries).toBe(2);
      expect(await due(5)).toEqual([second.key, first.key]);
      await stores().intents.markTried(second.key, at(6));
      expect(await due(5)).toEqual([first.key]);
    });

    test('one that is finished or gone is not brought back by another try', async () => {
      const done = presentation();
      await begin(done);
      await stores().intents.finish(done.key, PRESENTED);
      for (const key of [done.key, 'gone']) await stores().intents.markTried(key, at(1));
      expect(await find(done.key)).toEqual({ ...done, done: PRESENTED });
      expect(await find('gone')).toBeUndefined();
      expect(await due(9)).toEqual([]);
    });
  });
});
