import { expect, test } from 'vitest';
import { hashBytes } from '#shared/models/bytes.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { amountApplied, CUSTOMER, open, PAYMENT } from '#test/support/factories.ts';
import { paid, postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { onEachStore } from './on-each-store.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const held = (
  state: HeldEvent['state'],
  more: Parameters<typeof amountApplied>[0] = {},
): HeldEvent => heldEvent(amountApplied(more), state, { receivedAt: NOW });

onEachStore('held events', (stores) => {
  const waiting = async (id = CUSTOMER) =>
    (await stores().waiting.listWaiting(id, 10)).items.map(({ hash }) => hash);

  test('an unmatched one is kept, byte for byte, with its obligation', async () => {
    const event = held('unmatched');
    const { ledger, waiting: events, statements } = stores();
    expect(await ledger.hold(event)).toBe('held');
    expect(await ledger.hold(event)).toBe('held');
    const found = { items: [event], unreadable: [] };
    expect(await events.listWaiting(CUSTOMER, 10)).toEqual(found);
    expect(await events.listDue({ state: 'unmatched', now: NOW, limit: 10 })).toEqual(found);
    expect((await statements.listStatement(CUSTOMER, { limit: 10 })).lines).toEqual([]);
  });

  test('an unmatched one whose obligation exists is refused', async () => {
    await open(stores());
    expect(await stores().ledger.hold(held('unmatched'))).toBe('obligation_exists');
    expect(await waiting()).toEqual([]);
  });

  test('one whose obligation exists is quarantined or ignored all the same', async () => {
    await open(stores());
    expect(await stores().ledger.hold(held('quarantined'))).toBe('held');
    expect(await stores().ledger.hold(held('ignored', { id: 'evt_2' }))).toBe('held');
    expect(await waiting()).toEqual([]);
  });

  test('a judgement takes it off the waiting list, and stays', async () => {
    const { ledger, waiting: events } = stores();
    await ledger.hold(held('unmatched'));
    await ledger.hold(held('quarantined'));
    await ledger.hold(held('unmatched'));
    expect(await waiting()).toEqual([]);
    expect((await events.listDue({ state: 'unmatched', now: '9999', limit: 10 })).items).toEqual(
      [],
    );
    expect(await stores().reader.isWaiting(held('unmatched'))).toBe(false);
  });

  test('a stale one is kept, gives way to a fresh one, and takes the place of none', async () => {
    const { ledger, waiting: events } = stores();
    const due = async (state: 'unmatched' | 'stale') =>
      (await events.listDue({ state, now: '9999', limit: 10 })).items.map(({ state: is }) => is);
    await ledger.hold(held('stale'));
    expect(await due('stale')).toEqual(['stale']);
    expect(await waiting()).toEqual([]);
    await ledger.hold(held('unmatched'));
    await ledger.hold(held('stale'));
    expect([await due('stale'), await due('unmatched')]).toEqual([[], ['unmatched']]);

    await ledger.hold(held('stale', { id: 'evt_2' }));
    await ledger.hold(held('quarantined', { id: 'evt_2' }));
    await ledger.hold(held('stale', { id: 'evt_2' }));
    expect(await due('stale')).toEqual([]);
  });

  test('a stale one that was looked at in vain can be put off, and released', async () => {
    const { ledger, waiting: events } = stores();
    const event = held('stale');
    await ledger.hold(event);
    await events.postpone(event, '2026-06-19T00:00:00.000Z');
    const due = async (now: string) =>
      (await events.listDue({ state: 'stale', now, limit: 10 })).items;
    expect(await due('2026-06-18T23:00:00.000Z')).toEqual([]);
    expect(await due('2026-06-19T00:00:00.000Z')).toEqual([event]);
    await ledger.release(event);
    expect(await due('9999')).toEqual([]);
  });

  test('bytes that are not UTF-8 come back as they were', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    await stores().ledger.hold({ ...held('unmatched'), raw: bytes, hash: hashBytes(bytes) });
    const [kept] = (await stores().waiting.listWaiting(CUSTOMER, 10)).items;
    expect(Buffer.from(kept?.raw ?? [])).toEqual(bytes);
  });

  test('two of one payment are both kept, each by its own bytes', async () => {
    const events = [held('unmatched'), held('unmatched', { id: 'evt_2' })];
    for (const event of events) await stores().ledger.hold(event);
    expect(events.map(({ paymentId }) => paymentId)).toEqual([PAYMENT, PAYMENT]);
    expect((await waiting()).toSorted()).toEqual(events.map(({ hash }) => hash).toSorted());
  });

  test('one is settled in the posting that applies its payment, and no other is', async () => {
    const { ledger } = stores();
    const event = held('unmatched');
    const other = held('unmatched', { id: 'evt_2' });
    await ledger.hold(event);
    await ledger.hold(other);
    await open(stores());
    expect(await ledger.post(postingOf([paid({ id: PAYMENT })]), [event])).toBe('posted');
    expect(await waiting()).toEqual([other.hash]);
  });

  test('a posting that is refused settles none', async () => {
    const event = held('unmatched');
    await stores().ledger.hold(event);
    await open(stores());
    const posting = postingOf([paid({ id: PAYMENT })]);
    await stores().ledger.post(posting, []);
    expect(await stores().ledger.post(posting, [event])).toBe('conflict');
    expect(await waiting()).toEqual([event.hash]);
  });

  const judged = async () => {
    const found = [];
    let cursor: string | undefined;
    do {
      const page = await stores().reader.readPage(cursor);
      found.push(...page.items.filter(({ kind }) => kind === 'held'));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  };

  test.each(['quarantined', 'ignored'] as const)(
    'one that was judged as %s is neither released nor settled',
    async (state) => {
      const { ledger } = stores();
      const event = held(state);
      await ledger.hold(event);
      await ledger.release(event);
      await open(stores());
      expect(await ledger.post(postingOf([paid({ id: PAYMENT })]), [event])).toBe('conflict');
      expect(await ledger.findObligation(CUSTOMER)).toMatchObject({ sequence: 1 });
      expect(await judged()).toMatchObject([{ event: { hash: event.hash, state } }]);
    },
  );

  test('one that is gone already hinders no posting', async () => {
    const event = held('unmatched');
    await open(stores());
    expect(await stores().ledger.post(postingOf([paid({ id: PAYMENT })]), [event])).toBe('posted');
  });

  test.each([
    ['a payment', {}],
    ['no payment id', { data: { payment_id: undefined } }],
  ])('one of %s can be released', async (_what, more) => {
    const event = held('unmatched', more);
    await stores().ledger.hold(event);
    await stores().ledger.release(event);
    await stores().ledger.release(event);
    expect(await waiting()).toEqual([]);
  });
});
