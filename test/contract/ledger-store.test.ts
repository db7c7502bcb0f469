import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import { MomentCustomer } from '#shared/models/customer.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Posting } from '#shared/ports/ledger.ts';
import { amountApplied, CUSTOMER, incoming, obligation, opening } from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { type Stores, worlds } from '#test/support/stores.ts';

const NOW = '2026-06-18T12:00:01.000Z';

describe.each(worlds)('LedgerStore: $name', (world) => {
  let close: () => Promise<void> = async () => undefined;
  let fresh: () => Promise<Stores>;
  let stores: Stores;

  beforeAll(async () => {
    ({ fresh, close } = await world.start());
  }, 30_000);
  afterAll(() => close());
  beforeEach(async () => {
    stores = await fresh();
  });

  const paid = (...payments: { id: string; amount?: number; bytes?: number }[]): Entry[] => {
    const events = payments.map(({ id, amount = 100, bytes = 0 }) => {
      const data = { id: `ob_${id}`, payment_id: id, amount };
      return incoming(JSON.stringify(amountApplied({ id: `evt_${id}`, data })).padEnd(bytes));
    });
    return [...decideEvents(obligation(), events, [], NOW).entries];
  };
  const posting = (entries: Entry[], more: Partial<Posting> = {}): Posting => ({
    obligationId: CUSTOMER,
    expectedSequence: 1,
    balance: entries.at(-1)?.endingBalance ?? 0,
    sequence: entries.at(-1)?.sequence ?? 0,
    entries,
    settledHashes: [],
    ...more,
  });
  const held = (
    state: HeldEvent['state'],
    more: Parameters<typeof amountApplied>[0] = {},
    receivedAt = NOW,
  ): HeldEvent => heldEvent(amountApplied(more), state, { receivedAt });

  describe('opening', () => {
    test('writes obligation, reference, opening entry and answered intent', async () => {
      const whole = opening({ metadata: { tier: 'gold' }, balanceAtMoment: 20000 });
      expect(await stores.ledger.open(whole)).toBe('opened');

      expect(await stores.ledger.findObligation(CUSTOMER)).toEqual(whole.obligation);
      expect(await stores.ledger.findObligationId('UCR1234567890')).toBe(CUSTOMER);
      expect((await stores.ledger.listStatement(CUSTOMER, { limit: 10 })).lines).toEqual([
        whole.entry,
      ]);
      expect((await stores.intents.find(whole.intent.key))?.answer).toEqual(whole.intent.answer);
    });

    test.each([
      ['a number that is too large', { extra: 1e20 }],
      ['a number that is too small', { extra: { nested: [1e-140] } }],
      ['a member without a name', { '': 1 }],
      ['a nested member without a name', { extra: { '': 1 } }],
      ['a member called constructor', { constructor: 1, nested: { constructor: [0.5, null] } }],
    ])('succeeds even if Moment adds %s to its payment rules', async (_what, more) => {
      const payment_rules = JSON.parse(JSON.stringify({ min_amount: 100, ...more }));
      const atMoment = { id: CUSTOMER, external_reference: 'UCR1234567890', payment_rules };
      const paymentRules = MomentCustomer.parse(atMoment).payment_rules;
      expect(await stores.ledger.open(opening(paymentRules ? { paymentRules } : {}))).toBe(
        'opened',
      );
      const found = await stores.ledger.findObligation(CUSTOMER);
      expect(found?.paymentRules).toEqual(paymentRules);
      expect(found?.paymentRules).toMatchObject({ min_amount: 100 });
    });

    test('without a balance writes no entry', async () => {
      await stores.ledger.open(opening({ balance: undefined, currency: undefined, sequence: 0 }));
      expect(await stores.ledger.listStatement(CUSTOMER, { limit: 10 })).toEqual({
        lines: [],
        hasMore: false,
      });
      expect((await stores.ledger.findObligation(CUSTOMER))?.balance).toBeUndefined();
    });

    test.each([
      ['the same id', { externalReference: 'another' }],
      ['the same external_reference', { id: 'bcus_another' }],
    ])('with %s twice changes nothing', async (_what, second) => {
      const first = opening();
      await stores.ledger.open(first);
      const late = opening({ ...second, balance: 1 });
      expect(await stores.ledger.open(late)).toBe('exists');
      expect(await stores.ledger.findObligation(CUSTOMER)).toEqual(first.obligation);
      expect(await stores.intents.find(late.intent.key)).toBeUndefined();
    });
  });

  test('what does not exist is not found', async () => {
    expect(await stores.ledger.findObligation('bcus_none')).toBeUndefined();
    expect(await stores.ledger.findObligationId('none')).toBeUndefined();
  });

  describe('reading a ledger', () => {
    const key = (id: string) => `${id}@${CUSTOMER}`;
    const read = async (...ids: string[]) => {
      const { obligation, entries } = await stores.ledger.readLedger(CUSTOMER, ids.map(key));
      const inOrder = entries.toSorted((left, right) => left.sequence - right.sequence);
      return { obligation, entries: inOrder };
    };

    test('finds neither an obligation nor entries where there are none', async () => {
      expect(await read('pay_1')).toEqual({ obligation: undefined, entries: [] });
      expect(await read()).toEqual({ obligation: undefined, entries: [] });
    });

    test('finds the obligation with its balance, and those of the entries that exist, raw events and all', async () => {
      await stores.ledger.open(opening());
      const entries = paid({ id: 'pay_1' }, { id: 'pay_2' }, { id: 'pay_3' });
      await stores.ledger.post(posting(entries));
      const now = obligation({ balance: 19700, sequence: 4 });
      expect(await read()).toEqual({ obligation: now, entries: [] });
      expect(await read('pay_0')).toEqual({ obligation: now, entries: [] });
      expect(await read('pay_3', 'pay_0', 'pay_1')).toEqual({
        obligation: now,
        entries: [entries[0], entries[2]],
      });
    });

    test('finds an entry once, however often it is asked for', async () => {
      await stores.ledger.open(opening());
      const entries = paid({ id: 'pay_1' });
      await stores.ledger.post(posting(entries));
      expect(await read('pay_1', 'pay_0', 'pay_1', 'pay_0')).toEqual({
        obligation: obligation({ balance: 19900, sequence: 2 }),
        entries,
      });
    });

    test('finds as many entries as are posted at once, however large', async () => {
      await stores.ledger.open(opening());
      const ids = Array.from({ length: 25 }, (_, n) => `pay_${n}`);
      const bytes = 250_000;
      const entries = paid(...ids.map((id) => ({ id, bytes })));
      const perPosting = 5;
      for (let first = 0; first < entries.length; first += perPosting) {
        const some = entries.slice(first, first + perPosting);
        const posted = await stores.ledger.post(posting(some, { expectedSequence: 1 + first }));
        expect(posted).toBe('posted');
      }
      const found = await read(...ids);
      expect(found.obligation).toEqual(obligation({ balance: 17500, sequence: 26 }));
      expect(found.entries).toEqual(entries);
    }, 60_000);
  });

  describe('posting', () => {
    beforeEach(async () => {
      await stores.ledger.open(opening());
    });

    test('writes the entries and moves the balance', async () => {
      const entries = paid({ id: 'pay_1' }, { id: 'pay_2', amount: 250 });
      expect(await stores.ledger.post(posting(entries))).toBe('posted');
      expect(await stores.ledger.findObligation(CUSTOMER)).toMatchObject({
        balance: 19650,
        sequence: 3,
      });
    });

    test('of an entry that exists, among others, writes nothing', async () => {
      await stores.ledger.post(posting(paid({ id: 'pay_1' })));
      const before = await stores.ledger.findObligation(CUSTOMER);
      const late = paid({ id: 'pay_0' }, { id: 'pay_1', amount: 7 }, { id: 'pay_2' });
      expect(await stores.ledger.post(posting(late, { expectedSequence: 2 }))).toBe('moved');

      const keys = late.map(({ key }) => key);
      const { obligation: after, entries } = await stores.ledger.readLedger(CUSTOMER, keys);
      expect(after).toEqual(before);
      expect(after).toMatchObject({ balance: 19900, sequence: 2 });
      expect(entries).toEqual(paid({ id: 'pay_1' }));
    });

    test('after somebody else wrote is refused', async () => {
      await stores.ledger.post(posting(paid({ id: 'pay_1' })));
      expect(await stores.ledger.post(posting(paid({ id: 'pay_2' })))).toBe('moved');
      expect(await stores.ledger.post(posting(paid({ id: 'pay_1' })))).toBe('moved');
      expect(await stores.ledger.findObligation(CUSTOMER)).toMatchObject({
        balance: 19900,
        sequence: 2,
      });
    });

    test('by many at once lets one through at a time', async () => {
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, n) => stores.ledger.post(posting(paid({ id: `pay_${n}` })))),
      );
      expect(results.filter((result) => result === 'posted')).toHaveLength(1);
      expect(await stores.ledger.findObligation(CUSTOMER)).toMatchObject({
        balance: 19900,
        sequence: 2,
      });
    });
  });

  describe('holding', () => {
    test('an unmatched event keeps it, byte for byte, at its obligation', async () => {
      const event = held('unmatched');
      expect(await stores.ledger.hold(event)).toBe('held');
      expect(await stores.ledger.hold(event)).toBe('held');
      expect(await stores.ledger.listWaiting(CUSTOMER, 10)).toEqual([event]);
      expect((await stores.ledger.listUnmatched({ limit: 10 })).events).toEqual([event]);
      expect((await stores.ledger.listStatement(CUSTOMER, { limit: 10 })).lines).toEqual([]);
    });

    test('an unmatched event whose obligation exists is refused', async () => {
      await stores.ledger.open(opening());
      expect(await stores.ledger.hold(held('unmatched'))).toBe('obligation_exists');
      expect(await stores.ledger.listWaiting(CUSTOMER, 10)).toEqual([]);
    });

    test('a judgement takes an event off the waiting list, and stays', async () => {
      await stores.ledger.hold(held('unmatched'));
      await stores.ledger.hold(held('quarantined'));
      await stores.ledger.hold(held('unmatched'));
      expect(await stores.ledger.listWaiting(CUSTOMER, 10)).toEqual([]);
      expect((await stores.ledger.listUnmatched({ limit: 10 })).events).toEqual([]);
    });

    test('bytes that are not UTF-8 come back as they were', async () => {
      const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
      const event = { ...held('unmatched'), raw: bytes };
      await stores.ledger.hold(event);
      const [kept] = await stores.ledger.listWaiting(CUSTOMER, 10);
      expect(Buffer.from(kept?.raw ?? [])).toEqual(bytes);
    });

    test('a waiting event is settled in the posting that applies it', async () => {
      const event = held('unmatched');
      await stores.ledger.hold(event);
      await stores.ledger.open(opening());
      await stores.ledger.post(posting(paid({ id: 'pay_1' }), { settledHashes: [event.hash] }));
      expect(await stores.ledger.listWaiting(CUSTOMER, 10)).toEqual([]);
    });

    test('a waiting event can be released', async () => {
      const event = held('unmatched');
      await stores.ledger.hold(event);
      await stores.ledger.release(event.hash);
      expect(await stores.ledger.listWaiting(CUSTOMER, 10)).toEqual([]);
    });

    test('waiting events are listed oldest first, page by page', async () => {
      const times = [3, 1, 2].map((second) => `2026-06-18T12:00:0${second}.000Z`);
      for (const [n, at] of times.entries())
        await stores.ledger.hold(held('unmatched', { id: `evt_${n}` }, at));
      const first = await stores.ledger.listUnmatched({ limit: 2 });
      const second = await stores.ledger.listUnmatched({ limit: 2, cursor: first.cursor });
      expect([...first.events, ...second.events].map(({ receivedAt }) => receivedAt)).toEqual(
        times.toSorted(),
      );
    });
  });

  test('a statement is paged newest first', async () => {
    await stores.ledger.open(opening());
    await stores.ledger.post(posting(paid({ id: 'pay_1' }, { id: 'pay_2' }, { id: 'pay_3' })));
    const first = await stores.ledger.listStatement(CUSTOMER, { limit: 2 });
    expect([first.lines.map(({ sequence }) => sequence), first.hasMore]).toEqual([[4, 3], true]);
    const second = await stores.ledger.listStatement(CUSTOMER, { limit: 2, before: 3 });
    expect([second.lines.map(({ sequence }) => sequence), second.hasMore]).toEqual([[2, 1], false]);
    expect(await stores.ledger.listStatement(CUSTOMER, { limit: 2, before: 1 })).toEqual({
      lines: [],
      hasMore: false,
    });
  });
});
