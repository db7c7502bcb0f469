import { beforeEach, describe, expect, test } from 'vitest';
import { adjustmentKey, type Entry, type StatementLine } from '#shared/models/entry.ts';
import type { OtherTelling } from '#shared/models/telling.ts';
import { ACTOR, changeCause, posted } from '#test/support/changes.ts';
import {
  amountApplied,
  CUSTOMER,
  movement,
  obligation,
  open,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { movedBy, paid, postingOf } from '#test/support/postings.ts';
import { onEachStore } from './on-each-store.ts';

/** What {@link paymentRequestPaid} tells of a payment that is entered at this sequence. */
function tellingOf(paymentId: string, sequence: number, description = 'Gold membership') {
  const told = movement(paymentRequestPaid({ data: { payment_id: paymentId, description } }));
  const { obligationId, amount, paymentRequest, cause } = told;
  const telling: OtherTelling = {
    obligationId,
    paymentId,
    sequence,
    amount: -amount,
    paymentRequest,
    description,
    cause,
  };
  return telling;
}

onEachStore('statements', (stores) => {
  const list = (limit: number, before?: number) =>
    stores().statements.listStatement(CUSTOMER, { limit, before });
  const sequences = async (limit: number, before?: number) => {
    const { lines, hasMore } = await list(limit, before);
    return [lines.map(({ sequence }) => sequence), hasMore];
  };

  beforeEach(async () => {
    await open(stores());
  });

  test('are paged newest first', async () => {
    const ids = ['pay_1', 'pay_2', 'pay_3'];
    await stores().ledger.post(postingOf(ids.map((id) => paid({ id }))), []);
    expect(await sequences(2)).toEqual([[4, 3], true]);
    expect(await sequences(2, 3)).toEqual([[2, 1], false]);
    expect(await sequences(4)).toEqual([[4, 3, 2, 1], false]);
    expect(await sequences(2, 1)).toEqual([[], false]);
    expect(await sequences(2, 99)).toEqual([[4, 3], true]);
  });

  test('have lines without what commands say beside them, for whoever adds them up', async () => {
    await stores().ledger.post(posted({ kind: 'charge', amount: 500 }).posting, []);
    const page = await stores().statements.listLines(CUSTOMER, { limit: 1 });
    expect(page).toMatchObject({ lines: [{ type: 'charge', amount: 500 }], hasMore: true });
    expect(await stores().statements.listLines(CUSTOMER, { limit: 1, before: 2 })).toMatchObject({
      lines: [{ type: 'opening' }],
      hasMore: false,
    });
  });

  test('show all that a line has of its entry but the cause, whatever its type', async () => {
    const first = postingOf([movement(paymentRequestPaid({ data: { description: 'Gold' } }))]);
    await stores().ledger.post(first, []);
    const applied = amountApplied({ data: { amount: 10000, created_at: '2999-01-01T00:00:00Z' } });
    const late = movement(
      amountApplied({
        id: 'evt_2',
        data: { payment_id: 'pay_2', created_at: '2999-01-01T00:00:00Z' },
      }),
    );
    const second = postingOf([movement(applied), late], movedBy(first), first.entries);
    await stores().ledger.post(second, []);
    const entries = [...first.entries, ...second.entries];
    expect(entries.map(({ type }) => type)).toEqual(['payment', 'adjustment', 'payment']);
    expect(entries[1]?.key).toBe(adjustmentKey({ paymentId: PAYMENT, obligationId: CUSTOMER }));
    const { lines } = await list(3);
    expect(lines.toReversed()).toEqual(
      entries.map(({ cause: _cause, previous: _previous, ...line }) => line),
    );
    expect(lines[0]).toMatchObject({ toldAt: '2999-01-01T00:00:00.000Z' });
    expect(lines[1]).toMatchObject({ adjusts: `${PAYMENT}@${CUSTOMER}`, applied: -10000 });
    expect(lines[2]).toMatchObject({ description: 'Gold', paymentRequest: expect.any(String) });
  });

  describe('by the numbers of entries', () => {
    const read = (first: number, last: number) => stores().rows.readRows(CUSTOMER, { first, last });

    test('are read oldest first, so many as there are', async () => {
      const posting = postingOf(['pay_1', 'pay_2', 'pay_3'].map((id) => paid({ id })));
      await stores().ledger.post(posting, []);
      const numbers = async (first: number, last: number) =>
        (await read(first, last)).map(({ sequence }) => sequence);
      expect(await numbers(1, 4)).toEqual([1, 2, 3, 4]);
      expect(await numbers(2, 3)).toEqual([2, 3]);
      expect(await numbers(4, 4)).toEqual([4]);
      expect(await numbers(4, 9)).toEqual([4]);
      expect(await stores().rows.readRows('bcus_nobody', { first: 1, last: 9 })).toEqual([]);
      expect((await read(2, 4)).map(({ endingBalance }) => endingBalance)).toEqual([
        19900, 19800, 19700,
      ]);
    });

    test('show what an entry says itself, and nothing that came beside it later', async () => {
      const posting = postingOf([movement(amountApplied())]);
      await stores().ledger.post(posting, []);
      await stores().ledger.keepTelling(tellingOf(PAYMENT, 2));
      const [line, ...more] = await read(2, 2);
      expect(more).toEqual([]);
      const [{ cause: _cause, previous: _previous, ...entry }] = posting.entries as [Entry];
      expect(line).toEqual(entry);
    });

    test('are shown with what commands say of themselves, and not how much is undone by now', async () => {
      const charge = posted({ kind: 'charge', amount: 500 });
      await stores().ledger.post(charge.posting, []);
      const owed = movedBy(charge.posting);
      const undone = posted(
        { kind: 'reversal', reverses: charge.entry.key, amount: 200 },
        {
          owed,
          cause: changeCause({ key: 'key-2', reason: 'billing_error', note: 'Ticket 7' }),
          undoable: { entry: charge.entry, adjustment: undefined, undone: undefined },
        },
      );
      await stores().ledger.post(undone.posting, []);
      const rows = await read(1, 3);
      expect(rows.some((row) => 'reverses' in row)).toBe(false);
      const shown = await stores().rows.readSaid(rows);
      expect(shown).toEqual([
        expect.objectContaining({ type: 'opening', amount: 20000 }),
        { ...rows[1], actor: ACTOR, reason: 'new_charge' },
        {
          ...rows[2],
          actor: ACTOR,
          reason: 'billing_error',
          note: 'Ticket 7',
          reverses: charge.entry.key,
        },
      ]);
      const reordered = [{ ...(rows[1] as StatementLine), endingBalance: 7 }];
      expect((await stores().rows.readSaid(reordered))[0]).toMatchObject({
        endingBalance: 7,
        reason: 'new_charge',
      });
    });

    test('are shown however many commands made them', async () => {
      let owed = obligation();
      for (let count = 1; count <= 101; count += 1) {
        const cause = changeCause({ key: `key-${count}`, note: `Number ${count}` });
        const { posting } = posted({ kind: 'charge', amount: 1 }, { owed, cause });
        await stores().ledger.post(posting, []);
        owed = movedBy(posting, owed);
      }
      const shown = await stores().rows.readSaid(await read(1, 102));
      expect(shown.map(({ note }) => note).slice(1)).toEqual(
        Array.from({ length: 101 }, (_, index) => `Number ${index + 1}`),
      );
    });
  });

  describe('with other tellings', () => {
    const ids = ['pay_1', 'pay_2', 'pay_3'];

    beforeEach(async () => {
      const movements = ids.map((id) => paid({ id, amount: 15000 }));
      await stores().ledger.post(postingOf(movements), []);
      for (const [index, id] of ids.entries()) {
        await stores().ledger.keepTelling(tellingOf(id, index + 2, `What ${id} was for`));
      }
    });

    test('show a payment once, with what both events told of it', async () => {
      const { lines } = await list(10);
      expect(lines.map(({ sequence }) => sequence)).toEqual([4, 3, 2, 1]);
      expect(lines.map(({ key }) => key)).toEqual([
        ...ids.toReversed().map((id) => `${id}@${CUSTOMER}`),
        `opening:${CUSTOMER}`,
      ]);
      expect(lines.map(({ description }) => description)).toEqual([
        'What pay_3 was for',
        'What pay_2 was for',
        'What pay_1 was for',
        undefined,
      ]);
      expect(lines[0]).toMatchObject({
        paymentRequest: 'pr_6phg74i4jG9wbzZbFDUQB',
        amount: -15000,
      });
    });

    test('are paged by entries, and each page has the whole of its lines', async () => {
      for (const [before, expected] of [
        [undefined, [[4, 3], true]],
        [4, [[3, 2], true]],
        [3, [[2, 1], false]],
        [2, [[1], false]],
      ] as const) {
        expect(await sequences(2, before)).toEqual(expected);
        const { lines } = await list(2, before);
        const told = lines.filter(({ type }) => type === 'payment');
        expect(told.every(({ description }) => description !== undefined)).toBe(true);
      }
    });

    test('keep one application of a payment, and say where it is another one', async () => {
      const { ledger } = stores();
      const applied = (id: string, amount: number) => {
        const data = { payment_id: 'pay_4', id, amount };
        const { cause } = movement(amountApplied({ id: `evt_${id}${amount}`, data }));
        return { ...tellingOf('pay_4', 5), amount, cause };
      };
      expect(await ledger.keepTelling(applied('ob_1', 15000))).toBe('kept');
      expect(await ledger.keepTelling(applied('ob_1', 15000))).toBe('kept');
      expect(await ledger.keepTelling(applied('ob_2', 15000))).toBe('another');
      expect(await ledger.keepTelling(applied('ob_1', 14000))).toBe('another');
    });

    test('keep the first other telling of a payment, and find it by the payment', async () => {
      expect(await stores().ledger.keepTelling(tellingOf('pay_1', 2, 'Something else'))).toBe(
        'kept',
      );
      const key = `pay_1@${CUSTOMER}`;
      const state = await stores().ledger.readLedger(CUSTOMER, {
        entries: [key],
        tellings: [key, key, `pay_0@${CUSTOMER}`],
      });
      expect(state.tellings).toEqual([tellingOf('pay_1', 2, 'What pay_1 was for')]);
      expect(state.entries.map((entry) => entry.key)).toEqual([key]);
      expect(state.obligation).toMatchObject({ balance: -25000, sequence: 4 });
    });
  });
});
