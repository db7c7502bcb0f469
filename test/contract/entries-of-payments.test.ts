import { beforeEach, expect, test } from 'vitest';
import type { RecordedLinesAsked } from '#shared/ports/reconciling.ts';
import { posted } from '#test/support/changes.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  open,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { movedBy, paid, postingOf, RECORDED_AT } from '#test/support/postings.ts';
import { onEachStore } from './on-each-store.ts';

const AFTER = '2026-06-18T12:00:01.001Z';
const period = { from: RECORDED_AT, to: AFTER };

onEachStore('entries of payments', (stores) => {
  const listAll = async (asked: Omit<RecordedLinesAsked, 'cursor'>) => {
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores().ofPayments.listRecorded({ ...asked, cursor });
      keys.push(...page.lines.map(({ key }) => key));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return keys.toSorted();
  };
  const keysOf = async (paymentId: string) =>
    (await stores().ofPayments.listOfPayment(paymentId)).map(({ key }) => key).toSorted();

  /** Four payments, one of which was told with another amount and then went back in two parts; and a correction. */
  beforeEach(async () => {
    await open(stores());
    const first = postingOf([
      movement(paymentRequestPaid()),
      ...[1, 2, 3].map((n) => paid({ id: `pay_${n}`, amount: n })),
    ]);
    await stores().ledger.post(first, []);
    const applied = movement(amountApplied({ data: { amount: 10000 } }));
    const second = postingOf([applied], movedBy(first), first.entries);
    await stores().ledger.post(second, []);
    let owed = movedBy(second, movedBy(first));
    const [entry] = first.entries;
    const [adjustment] = second.entries;
    for (const amount of [100, 200]) {
      const reverses = `${PAYMENT}@${CUSTOMER}`;
      const undoable = {
        ...{ entry, adjustment },
        undone: (await stores().changes.findUndoable(CUSTOMER, reverses)).undone,
      };
      const change = { kind: 'reversal', reverses, amount } as const;
      const cause = { kind: 'command', key: `back-${amount}`, requestHash: 'hash' } as const;
      const why = { actor: 'jane', reason: 'refunded' } as const;
      const { posting } = posted(change, { owed, undoable, cause: { ...cause, ...why } });
      expect(await stores().ledger.post(posting, [])).toBe('posted');
      owed = movedBy(posting, owed);
    }
    const { posting } = posted({ kind: 'adjustment', amount: 5 }, { owed });
    expect(await stores().ledger.post(posting, [])).toBe('posted');
  });

  test('are listed of a type and a period, whole, and nothing of what is no payment', async () => {
    expect(await listAll({ type: 'payment', ...period })).toEqual([
      ...[`${PAYMENT}@${CUSTOMER}`, `pay_1@${CUSTOMER}`],
      ...[`pay_2@${CUSTOMER}`, `pay_3@${CUSTOMER}`],
    ]);
    expect(await listAll({ type: 'adjustment', ...period })).toEqual([
      `applied:${PAYMENT}@${CUSTOMER}`,
    ]);
    expect(await listAll({ type: 'refund', ...period })).toEqual([
      `command:back-100@${CUSTOMER}`,
      `command:back-200@${CUSTOMER}`,
    ]);
    const { lines } = await stores().ofPayments.listRecorded({ type: 'payment', ...period });
    expect(lines.find(({ paymentId }) => paymentId === 'pay_1')).toMatchObject({
      ...{ type: 'payment', amount: -1, currency: 'ZAR', obligationId: CUSTOMER },
      effectiveAt: '2025-06-18T08:45:00.000Z',
    });
  });

  test('of a period are those from its beginning on, and up to its end but for that', async () => {
    const before = '2026-06-18T12:00:00.000Z';
    expect(await listAll({ type: 'payment', from: before, to: RECORDED_AT })).toEqual([]);
    expect(await listAll({ type: 'payment', from: AFTER, to: '2027-01-01T00:00:00Z' })).toEqual([]);
  });

  test('of one payment are all that is about it', async () => {
    expect(await keysOf(PAYMENT)).toEqual([
      `applied:${PAYMENT}@${CUSTOMER}`,
      `command:back-100@${CUSTOMER}`,
      `command:back-200@${CUSTOMER}`,
      `${PAYMENT}@${CUSTOMER}`,
    ]);
    expect(await keysOf('pay_1')).toEqual([`pay_1@${CUSTOMER}`]);
    expect(await keysOf('pay_none')).toEqual([]);
  });

  test('have the row of a report that each refund is, also where it was found to be one', async () => {
    const [undone, rowsOf] = [
      (await stores().changes.findUndoable(CUSTOMER, `${PAYMENT}@${CUSTOMER}`)).undone,
      async () =>
        (await stores().ofPayments.listOfPayment(PAYMENT))
          .filter(({ type }) => type === 'refund')
          .map(({ key, reconciliationId }) => [key, reconciliationId])
          .toSorted(),
    ];
    if (!undone) throw new Error('nothing went back');
    const entryKey = `command:back-200@${CUSTOMER}`;
    const reconciled = { type: 'refund', reconciliationId: 'rec_1', entryKey } as const;
    expect(await stores().changes.link({ reconciled, undone })).toBe('linked');
    expect(await rowsOf()).toEqual([
      [`command:back-100@${CUSTOMER}`, undefined],
      [entryKey, 'rec_1'],
    ]);
    const { lines } = await stores().ofPayments.listRecorded({ type: 'refund', ...period });
    expect(lines.find(({ key }) => key === entryKey)?.reconciliationId).toBe('rec_1');
  });

  test('are none where a payment is only in doubt', async () => {
    await stores().ledger.keepDoubt({
      ...{ obligationId: CUSTOMER, paymentId: 'pay_9', toldBy: 'request', amount: 1 },
      perhaps: 'pay_1',
    });
    expect(await keysOf('pay_9')).toEqual([]);
  });
});
