import { beforeEach, expect, test } from 'vitest';
import type { RecordedAsked } from '#shared/ports/reports.ts';
import { posted } from '#test/support/changes.ts';
import { amountApplied, CUSTOMER, open, opening } from '#test/support/factories.ts';
import { movedBy, paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NOON } from '#test/support/world.ts';
import { onEachStore } from './on-each-store.ts';

const OPENED_AT = new Date(NOON).toISOString();
const AFTER = '2026-06-18T12:00:01.001Z';

onEachStore('entries by when they were recorded', (stores) => {
  const listAll = async (asked: Omit<RecordedAsked, 'cursor'>) => {
    const all: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores().recorded.listRecorded({ ...asked, cursor });
      all.push(...page.entries);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return all;
  };
  const day = { from: OPENED_AT, to: AFTER };

  beforeEach(async () => {
    await open(stores());
    const payments = [1, 2, 3, 4].map((n) => paid({ id: `pay_${n}`, amount: n }));
    const posting = postingOf(payments);
    await stores().ledger.post(posting, []);
    const owed = movedBy(posting);
    await stores().ledger.post(posted({ kind: 'charge', amount: 500 }, { owed }).posting, []);
  });

  test('are listed of a type, in their order', async () => {
    const of = { currency: 'ZAR', recordedAt: RECORDED_AT };
    const payments = [1, 2, 3, 4].map((n) => ({ type: 'payment', amount: -n, ...of }));
    const listed = await listAll({ type: 'payment', ...day });
    expect(listed).toHaveLength(4);
    expect(listed).toEqual(expect.arrayContaining(payments));
    expect(await listAll({ type: 'charge', ...day })).toEqual([
      { type: 'charge', amount: 500, ...of },
    ]);
    expect(await listAll({ type: 'refund', ...day })).toEqual([]);
  });

  test('of a period are those from its beginning on, and up to its end but for that', async () => {
    const count = async (from: string, to: string) =>
      (await listAll({ type: 'payment', from, to })).length;
    expect(await count(RECORDED_AT, AFTER)).toBe(4);
    expect(await count(OPENED_AT, RECORDED_AT)).toBe(0);
    expect(await count(AFTER, '2027-01-01T00:00:00.000Z')).toBe(0);
  });

  test('have a first one of each type', async () => {
    expect(await stores().recorded.findFirst('opening')).toBe(OPENED_AT);
    expect(await stores().recorded.findFirst('payment')).toBe(RECORDED_AT);
    expect(await stores().recorded.findFirst('refund')).toBeUndefined();
  });

  test('are entries alone: nothing that was decided otherwise is among them', async () => {
    await stores().ledger.keepDoubt({
      ...{ obligationId: CUSTOMER, paymentId: 'pay_9', toldBy: 'request', amount: 1 },
      perhaps: 'pay_1',
    });
    for (const type of ['opening', 'adjustment', 'reversal'] as const) {
      expect(await listAll({ type, ...day })).toHaveLength(type === 'opening' ? 1 : 0);
    }
  });
});

onEachStore('events that wait, with their amounts', (stores) => {
  const listAll = async (kind: 'unmatched' | 'quarantined' | 'stale') => {
    const all: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores().amounts.listWaitingAmounts(kind, cursor);
      all.push(...page.waiting);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return all;
  };
  type State = 'unmatched' | 'quarantined' | 'ignored';
  const eventOf = (n: number, state: State) => {
    const data = { id: `ob_${n}`, payment_id: `pay_${n}`, amount: n, customer_id: 'bcus_Nobody' };
    const receivedAt = `2026-06-18T12:00:0${n}.000Z`;
    return heldEvent(amountApplied({ id: `evt_${n}`, data }), state, { receivedAt });
  };
  const hold = (n: number, state: State, about: object = {}) =>
    stores().ledger.hold({ ...eventOf(n, state), ...about });

  test('are found by kind, in no order', async () => {
    await hold(2, 'unmatched');
    await hold(1, 'unmatched', { currency: 'usd' });
    await hold(3, 'quarantined', { amount: undefined, currency: undefined });
    await hold(4, 'ignored');
    const unmatched = await listAll('unmatched');
    expect(unmatched).toHaveLength(2);
    expect(unmatched).toEqual(
      expect.arrayContaining([
        { kind: 'unmatched', amount: 1, currency: 'USD', receivedAt: '2026-06-18T12:00:01.000Z' },
        { kind: 'unmatched', amount: 2, currency: 'ZAR', receivedAt: '2026-06-18T12:00:02.000Z' },
      ]),
    );
    expect(await listAll('quarantined')).toEqual([
      { kind: 'quarantined', receivedAt: '2026-06-18T12:00:03.000Z' },
    ]);
    expect(await listAll('stale')).toEqual([]);
  });

  test('are those that nobody decided yet', async () => {
    await hold(1, 'quarantined');
    await stores().decide(eventOf(1, 'quarantined'));
    expect(await listAll('quarantined')).toEqual([]);
  });
});

onEachStore('heads of a kind', (stores) => {
  beforeEach(async () => {
    for (const n of [3, 1, 2]) {
      await open(stores(), opening({ id: `bcus_${n}`, externalReference: `C-${n}` }));
    }
    const bill = { id: 'bill_1', kind: 'bill', externalReference: 'C-1', paid: 0 } as const;
    await open(stores(), opening({ ...bill, customerId: 'bcus_1' }, {}));
  });
  const list = async (kind: 'customer' | 'account' | 'bill', after?: string, limit = 2) => {
    const { heads, next, unreadable } = await stores().kindHeads.listHeads(kind, { after, limit });
    return [heads.map(({ id }) => id), next, unreadable];
  };

  test('come by reference, page by page', async () => {
    expect(await list('customer')).toEqual([['bcus_1', 'bcus_2'], 'C-2', []]);
    expect(await list('customer', 'C-2')).toEqual([['bcus_3'], undefined, []]);
    expect(await list('customer', 'C-3')).toEqual([[], undefined, []]);
    expect(await list('bill')).toEqual([['bill_1'], undefined, []]);
    expect(await list('account')).toEqual([[], undefined, []]);
  });

  test('say what is true now', async () => {
    const { heads } = await stores().kindHeads.listHeads('bill', { after: undefined, limit: 1 });
    expect(heads).toEqual([await stores().ledger.findObligation('bill_1')]);
  });
});
