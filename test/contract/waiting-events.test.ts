import { describe, expect, test } from 'vitest';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { amountApplied, CUSTOMER } from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { onEachStore } from './on-each-store.ts';

const at = (second: number) => `2026-06-18T12:00:0${second}.000Z`;
/** The number is the second at which it came, and names it. */
const unmatched = (second: number, customer_id = CUSTOMER): HeldEvent =>
  heldEvent(
    amountApplied({ id: `evt_${second}`, data: { customer_id, payment_id: `pay_${second}` } }),
    'unmatched',
    { receivedAt: at(second) },
  );

onEachStore('waiting events', (stores) => {
  const hold = async (...events: readonly HeldEvent[]) => {
    for (const event of events) await stores().ledger.hold(event);
  };
  const due = async (now: string, limit = 10) =>
    (await stores().waiting.listDue({ state: 'unmatched', now, limit })).items.map(
      ({ eventId }) => eventId,
    );

  test('of one obligation are listed first come, first served, up to a limit', async () => {
    await hold(unmatched(3), unmatched(1), unmatched(2), unmatched(4, 'bcus_other'));
    const list = async (limit: number) =>
      (await stores().waiting.listWaiting(CUSTOMER, limit)).items.map(({ eventId }) => eventId);
    expect(await list(10)).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(await list(2)).toEqual(['evt_1', 'evt_2']);
  });

  test('of all obligations are due from the oldest on, page by page', async () => {
    await hold(unmatched(3), unmatched(1), unmatched(2, 'bcus_other'));
    const first = await stores().waiting.listDue({ state: 'unmatched', now: at(9), limit: 2 });
    expect(first.items.map(({ eventId }) => eventId)).toEqual(['evt_1', 'evt_2']);
    // What was on the page may be settled by the time the next one is asked for.
    await stores().ledger.release(unmatched(2, 'bcus_other'));
    const page = { state: 'unmatched', now: at(9), limit: 2, cursor: first.cursor } as const;
    const second = await stores().waiting.listDue(page);
    expect(second.items.map(({ eventId }) => eventId)).toEqual(['evt_3']);
    expect(second.cursor).toBeUndefined();
  });

  test('are not due before their time', async () => {
    await hold(unmatched(3));
    expect(await due(at(2))).toEqual([]);
    expect(await due(at(3))).toEqual(['evt_3']);
  });

  test('are told as a number, and since when the oldest waits', async () => {
    const { waiting } = stores();
    expect(await waiting.summariseWaiting()).toEqual({ count: 0, oldestReceivedAt: undefined });
    await hold(unmatched(3), unmatched(1, 'bcus_other'), unmatched(2));
    await waiting.postpone(unmatched(1, 'bcus_other'), at(9));
    expect(await waiting.summariseWaiting()).toEqual({ count: 3, oldestReceivedAt: at(1) });
  });

  describe('postponed', () => {
    test('are due later, and still wait for their obligation', async () => {
      await hold(unmatched(1), unmatched(2));
      await stores().waiting.postpone(unmatched(1), at(5));
      expect(await due(at(4))).toEqual(['evt_2']);
      expect(await due(at(5))).toEqual(['evt_2', 'evt_1']);
      const { items } = await stores().waiting.listWaiting(CUSTOMER, 10);
      expect(items).toEqual([unmatched(1), unmatched(2)]);
    });

    test('stay so when they are delivered again', async () => {
      await hold(unmatched(1));
      await stores().waiting.postpone(unmatched(1), at(5));
      await hold(unmatched(1));
      expect(await due(at(4))).toEqual([]);
    });

    test('though they were judged or settled meanwhile, change nothing', async () => {
      const judged: HeldEvent = { ...unmatched(1), state: 'quarantined', reason: 'malformed' };
      await hold(unmatched(1), judged);
      for (const key of [judged, unmatched(2)]) await stores().waiting.postpone(key, at(5));
      expect(await due(at(9))).toEqual([]);
      expect(await stores().waiting.summariseWaiting()).toMatchObject({ count: 0 });
      expect(await stores().reader.isWaiting(unmatched(2))).toBe(false);
    });
  });
});
