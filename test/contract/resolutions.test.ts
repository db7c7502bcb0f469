import { expect, test } from 'vitest';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Decided, Resolution } from '#shared/models/resolution.ts';
import { amountApplied, CUSTOMER, obligation, open, PAYMENT } from '#test/support/factories.ts';
import { movedBy, paid, postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { onEachStore } from './on-each-store.ts';

const NOW = '2026-06-18T12:00:01.000Z';
const KEY = `${PAYMENT}@${CUSTOMER}`;
const dismisses: Decided = { action: 'dismiss', actor: 'sub', reason: 'duplicate_payment' };

const held = (
  state: HeldEvent['state'],
  more: Parameters<typeof amountApplied>[0] = {},
): HeldEvent => heldEvent(amountApplied(more), state, { receivedAt: NOW });

/** With what it is resolved by. */
const by = (event: HeldEvent, said: Decided = dismisses, entry?: string) => ({
  event,
  resolution: {
    ...said,
    ...{ at: NOW, requestHash: 'hash' },
    state: event.state as Resolution['state'],
    ...(entry !== undefined && { entry }),
  },
});

const payment = { paymentId: PAYMENT, obligationId: CUSTOMER };
const settles = { payment, settled: { action: 'dismiss' as const } };
const doubt = { ...payment, toldBy: 'application' as const, amount: 15000, perhaps: 'pay_other' };

onEachStore('resolutions', (stores) => {
  const due = async () => {
    const { waiting } = stores();
    const found = await Promise.all(
      (['unmatched', 'stale'] as const).map((state) =>
        waiting.listDue({ state, now: '9999', limit: 10 }),
      ),
    );
    return found.flatMap(({ items }) => items.map(({ state }) => state));
  };
  const doubts = async () =>
    (await stores().ledger.readLedger(CUSTOMER, { entries: [KEY] })).doubts;

  test.each(['unmatched', 'stale', 'quarantined'] as const)(
    'what was %s stays with what was decided, and is in no list',
    async (state) => {
      const { ledger, resolutions, waiting } = stores();
      const event = held(state);
      await ledger.hold(event);
      const note = { ...dismisses, note: 'Ticket 77' };
      expect(await resolutions.resolve({ events: [by(event, note)], settles })).toBe('resolved');
      const { resolution } = by(event, note);
      expect(await resolutions.findHeld(event)).toEqual({ ...event, resolution });
      expect(await due()).toEqual([]);
      expect((await waiting.listWaiting(CUSTOMER, 10)).items).toEqual([]);
      expect(await stores().reader.isWaiting(event)).toBe(false);
      const { items } = await stores().reader.readPage(undefined);
      expect(items).toContainEqual({ kind: 'held', event: { ...event, resolution }, waits: false });
    },
  );

  test('one that is not there is found nowhere, nor under another payment', async () => {
    const { ledger, resolutions } = stores();
    const event = held('unmatched');
    expect(await resolutions.findHeld(event)).toBeUndefined();
    await ledger.hold(event);
    expect(await resolutions.findHeld({ ...event, paymentId: 'pay_other' })).toBeUndefined();
  });

  test('what is decided of an event that is gone, or another by now, is refused', async () => {
    const { ledger, resolutions } = stores();
    const event = held('unmatched');
    expect(await resolutions.resolve({ events: [by(event)], settles })).toBe('conflict');
    await ledger.hold(event);
    await ledger.hold(held('quarantined'));
    expect(await resolutions.resolve({ events: [by(event)], settles })).toBe('conflict');
    expect(await doubts()).toEqual([]);
  });

  test('of two who decide at once one is heard', async () => {
    const { ledger, resolutions } = stores();
    const event = held('quarantined');
    await ledger.hold(event);
    const [one, other] = ['one', 'other'].map((actor) => by(event, { ...dismisses, actor }));
    const answers = await Promise.all(
      [one, other].map((each) => resolutions.resolve({ events: [each ?? by(event)] })),
    );
    expect(answers.toSorted()).toEqual(['conflict', 'resolved']);
    const heard = answers.indexOf('resolved') === 0 ? 'one' : 'other';
    expect((await resolutions.findHeld(event))?.resolution?.actor).toBe(heard);
  });

  test('all are decided about, or none is', async () => {
    const { ledger, resolutions } = stores();
    const [event, other] = [held('quarantined'), held('quarantined', { id: 'evt_2' })];
    await ledger.hold(event);
    expect(await resolutions.resolve({ events: [by(event), by(other)] })).toBe('conflict');
    expect((await resolutions.findHeld(event))?.resolution).toBeUndefined();
    await ledger.hold(other);
    expect(await resolutions.resolve({ events: [by(event), by(other)] })).toBe('resolved');
  });

  test('events that are kept with one payment are found beside each other', async () => {
    const { ledger, resolutions } = stores();
    const events = [
      held('quarantined'),
      held('stale', { id: 'evt_2' }),
      held('ignored', { id: 'evt_3' }),
      held('quarantined', { id: 'evt_4', data: { payment_id: 'pay_other' } }),
    ];
    for (const event of events) await ledger.hold(event);
    const [event = held('stale')] = events;
    const beside = await resolutions.listBeside(event, 10);
    expect(beside.map(({ state }) => state).toSorted()).toEqual(['ignored', 'stale']);
    expect((await resolutions.listBeside(event, 1)).length).toBeLessThan(2);
  });

  test('a payment that was settled elsewhere is never entered, nor in doubt', async () => {
    const { ledger, resolutions } = stores();
    await open(stores());
    await ledger.keepDoubt(doubt);
    const event = held('quarantined');
    await ledger.hold(event);
    const settled = { action: 'apply_to' as const, entry: `${PAYMENT}@bcus_other` };
    await resolutions.resolve({ events: [by(event)], settles: { payment, settled } });
    expect(await doubts()).toEqual([{ ...payment, settled }]);
    expect(await ledger.post(postingOf([paid({ id: PAYMENT })]), [])).toBe('conflict');
    expect(await ledger.keepDoubt(doubt)).toBe('entered');
    expect(await doubts()).toEqual([{ ...payment, settled }]);
  });

  test('a payment that is entered, or settled before, is settled by nobody', async () => {
    const { ledger, resolutions } = stores();
    await open(stores());
    const event = held('quarantined');
    await ledger.hold(event);
    await ledger.post(postingOf([paid({ id: PAYMENT })]), []);
    expect(await resolutions.resolve({ events: [by(event)], settles })).toBe('conflict');
    const other = { payment: { ...payment, paymentId: 'pay_2' }, settled: settles.settled };
    expect(await resolutions.resolve({ events: [], settles: other })).toBe('resolved');
    expect(await resolutions.resolve({ events: [by(event)], settles: other })).toBe('conflict');
    expect((await resolutions.findHeld(event))?.resolution).toBeUndefined();
  });

  test('what is entered by a word of a person is entered with it, or not at all', async () => {
    const { ledger, resolutions } = stores();
    await open(stores());
    const event = held('quarantined');
    await ledger.hold(event);
    const applies = by(event, { ...dismisses, action: 'apply' }, KEY);
    const posting = postingOf([paid({ id: PAYMENT })]);
    const stale = { ...posting, expected: { ...posting.expected, balance: 1 } };
    expect(await resolutions.resolve({ events: [applies], posting: stale })).toBe('conflict');
    expect((await resolutions.findHeld(event))?.resolution).toBeUndefined();
    expect(await resolutions.resolve({ events: [applies], posting })).toBe('resolved');
    expect((await ledger.findObligation(CUSTOMER))?.balance).toBe(19900);
    expect((await resolutions.findHeld(event))?.resolution?.entry).toBe(KEY);
    expect(await resolutions.resolve({ events: [applies], posting })).toBe('conflict');
  });

  test('a statement says who had a payment count, or its amount put right', async () => {
    const { resolutions, statements, ledger } = stores();
    await open(stores());
    const decided = { ...dismisses, action: 'apply' as const, note: 'Ticket 77' };
    const first = paid({ id: PAYMENT });
    const payment = { ...first, cause: { ...first.cause, decided } };
    const posting = postingOf([payment]);
    expect(posting.entries[0]).toMatchObject({ applied: -100 });
    expect(await resolutions.resolve({ events: [], posting })).toBe('resolved');
    const owed = movedBy(posting);
    await ledger.post(postingOf([paid({ id: 'pay_2' })], owed), []);
    const { lines } = await statements.listStatement(CUSTOMER, { limit: 10 });
    const { action: _, ...said } = decided;
    expect(lines.map(({ actor, reason, note }) => ({ actor, reason, note }))).toEqual([
      {},
      said,
      {},
    ]);
    const [entry] = posting.entries;
    expect((await ledger.readLedger(CUSTOMER, { entries: [KEY] })).entries).toEqual([entry]);
    expect(await stores().reader.findEntry(KEY)).toEqual(entry);
    expect(await stores().reader.findEntry('pay_3@bcus_3')).toBeUndefined();
  });

  test('what keeps a payment from having an entry is found with it, whoever reads all', async () => {
    const { ledger, resolutions, reader } = stores();
    await ledger.keepDoubt({ ...doubt, obligationId: 'bcus_other' });
    await ledger.hold(held('quarantined'));
    await resolutions.resolve({ events: [], settles });
    const settled = { ...payment, settled: settles.settled };
    expect(await reader.listSettled(PAYMENT)).toEqual([settled]);
    expect(await reader.listSettled('pay_2')).toEqual([]);
    const { items } = await reader.readPage(undefined);
    expect(items).toContainEqual({ kind: 'settled', doubt: settled });
  });

  test('a doubt that a person ruled out gives way as it was read, and no other', async () => {
    const { ledger, resolutions } = stores();
    await open(stores());
    const { toldBy: _, amount, perhaps, ...of } = doubt;
    const posting = {
      ...postingOf([paid({ id: PAYMENT, amount: 15000 })]),
      ruledOut: { ...of, application: perhaps, applied: amount },
    };
    expect(await resolutions.resolve({ events: [], posting })).toBe('conflict');
    await ledger.keepDoubt(doubt);
    await ledger.keepDoubt({ ...doubt, toldBy: 'request' });
    expect(await resolutions.resolve({ events: [], posting })).toBe('conflict');
    const ruledOut = { ...posting.ruledOut, request: perhaps };
    const another = { ...ruledOut, applied: 1 };
    expect(
      await resolutions.resolve({ events: [], posting: { ...posting, ruledOut: another } }),
    ).toBe('conflict');
    expect(await resolutions.resolve({ events: [], posting: { ...posting, ruledOut } })).toBe(
      'resolved',
    );
    expect(await doubts()).toEqual([]);
  });

  test('what was decided about is released, settled, judged and postponed by nobody', async () => {
    const { ledger, resolutions, waiting } = stores();
    const event = held('unmatched');
    await ledger.hold(event);
    await resolutions.resolve({ events: [by(event)] });
    await ledger.release(event);
    await ledger.hold(held('quarantined'));
    await ledger.hold(event);
    await waiting.postpone(event, '2027-01-01T00:00:00.000Z');
    await open(stores());
    expect(await ledger.post(postingOf([paid({ id: 'pay_2' })]), [event])).toBe('conflict');
    const { resolution } = by(event);
    expect(await resolutions.findHeld(event)).toEqual({ ...event, resolution });
    expect(await due()).toEqual([]);
  });

  test.each(['unmatched', 'quarantined'] as const)(
    'what was dismissed as stale comes again as %s, with what was decided then',
    async (state) => {
      const { ledger, resolutions } = stores();
      const stale = held('stale');
      await ledger.hold(stale);
      await resolutions.resolve({ events: [by(stale)] });
      await ledger.hold(stale);
      expect(await due()).toEqual([]);
      await ledger.hold(held(state));
      const again = { ...held(state), resolution: by(stale).resolution };
      expect(await resolutions.findHeld(stale)).toEqual(again);
      expect(await due()).toEqual(state === 'unmatched' ? ['unmatched'] : []);
      expect(await resolutions.resolve({ events: [by(held(state))] })).toBe('conflict');
      expect(await resolutions.resolve({ events: [by(again)] })).toBe('resolved');
      const { resolution } = by(again);
      const earlier = by(stale).resolution;
      expect(await resolutions.findHeld(stale)).toEqual({ ...held(state), resolution, earlier });
    },
  );

  test.each(['unmatched', 'quarantined'] as const)(
    'what was counted though it was stale does not come again as %s',
    async (state) => {
      const { ledger, resolutions } = stores();
      const stale = held('stale');
      await ledger.hold(stale);
      const resolved = by(stale, { ...dismisses, action: 'apply' }, KEY);
      await resolutions.resolve({ events: [resolved] });
      await ledger.hold(held(state));
      const { resolution } = resolved;
      expect(await resolutions.findHeld(stale)).toEqual({ ...stale, resolution });
      expect(await due()).toEqual([]);
    },
  );

  test('the bytes of what was decided about can go', async () => {
    const { ledger, resolutions, people } = stores();
    const event = held('unmatched');
    await ledger.hold(event);
    const redaction = { of: CUSTOMER, at: NOW };
    const key = { kind: 'held' as const, held: event };
    expect(await people.redact(key, redaction)).toBe(false);
    await resolutions.resolve({ events: [by(event)] });
    expect(await people.redact(key, redaction)).toBe(true);
    const { raw: _, ...left } = event;
    const { resolution } = by(event);
    expect(await resolutions.findHeld(event)).toEqual({ ...left, resolution, redacted: redaction });
  });

  test('what Moment may have lowered is set aside until it is told', async () => {
    const { ledger, resolutions, untold } = stores();
    await open(stores());
    const read = async () => (await ledger.findObligation(CUSTOMER)) ?? obligation();
    const setsAside = { obligationId: CUSTOMER, amount: 15000, at: NOW };
    expect(await resolutions.resolve({ events: [], setsAside })).toBe('resolved');
    expect(await resolutions.resolve({ events: [], setsAside: { ...setsAside, amount: 1 } })).toBe(
      'resolved',
    );
    expect((await read()).setAside).toEqual([15000, 1]);
    expect((await read()).untold).toMatchObject({ state: 'push', dueAt: NOW, since: NOW });
    expect(await ledger.post(postingOf([paid({ id: PAYMENT })]), [])).toBe('posted');
    const until = '2026-06-18T13:00:00.000Z';
    const claimed = await untold.claim(CUSTOMER, NOW, until);
    expect(claimed?.setAside).toEqual([15000, 1]);
    const lease = { obligationId: CUSTOMER, until };
    expect(await untold.record(lease, { sending: 'none' })).toBe(true);
    expect((await read()).setAside).toEqual([15000, 1]);
    const atMoment = { balance: 19900, sequence: 2, at: NOW, pushed: true };
    expect(await untold.record(lease, { atMoment, untold: 'told' })).toBe(true);
    expect(await read()).not.toHaveProperty('setAside');
  });

  test('nothing is set aside of what is not there', async () => {
    const { resolutions, ledger } = stores();
    const event = held('quarantined');
    await ledger.hold(event);
    const setsAside = { obligationId: CUSTOMER, amount: 1, at: NOW };
    expect(await resolutions.resolve({ events: [by(event)], setsAside })).toBe('conflict');
    expect((await resolutions.findHeld(event))?.resolution).toBeUndefined();
  });

  test('Moment is marked to be told where the posting says so', async () => {
    await open(stores());
    const event = held('quarantined');
    await stores().ledger.hold(event);
    const posting = { ...postingOf([paid({ id: PAYMENT })], obligation()), tellMoment: true };
    await stores().resolutions.resolve({ events: [by(event)], posting });
    expect((await stores().ledger.findObligation(CUSTOMER))?.untold?.state).toBe('push');
  });
});
