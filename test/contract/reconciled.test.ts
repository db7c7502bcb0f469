import { expect, test } from 'vitest';
import type { Change } from '#shared/models/change.ts';
import { type Changed, changeBalance } from '#shared/use-cases/changes/change-balance.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, CUSTOMER, incoming, open } from '#test/support/factories.ts';
import type { Stores } from '#test/support/stores.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';
import { onEachStore } from './on-each-store.ts';

const PAYMENT = `pay_1@${CUSTOMER}`;
const worldOf = (stores: Stores) => ({
  ...{ ...stores, clock: new TestClock(), randomness: new TestRandomness() },
});

onEachStore('rows of reports', (stores) => {
  const refund = (key: string, amount: number, reconciliationId?: string): Promise<Changed> => {
    const change: Change = { kind: 'reversal', reverses: PAYMENT, amount, reconciliationId };
    const asking = { key, actor: 'jane', reason: 'refunded', note: `for ${key}` } as const;
    const asked = {
      kind: 'customer',
      id: CUSTOMER,
      change,
      asking,
      deadline: NO_DEADLINE,
    } as const;
    return changeBalance(asked, worldOf(stores()));
  };
  const paid = async () => {
    await open(stores());
    const event = incoming(amountApplied({ data: { payment_id: 'pay_1', amount: 1000 } }));
    await settleEvents([event], NO_DEADLINE, { ...worldOf(stores()), tellings: 'both' });
  };
  const balance = async () => (await stores().ledger.findObligation(CUSTOMER))?.balance;
  const find = (reconciliationId: string) =>
    stores().changes.findReconciled({ type: 'refund', reconciliationId });
  const lines = async () =>
    (await stores().statements.listStatement(CUSTOMER, { limit: 100 })).lines;

  test('a refund that is one is found by its id, and shows it', async () => {
    await paid();
    expect(await find('row_1')).toBeUndefined();
    expect(await stores().statements.listReconciled('row_1')).toEqual([]);
    const { done } = await refund('key-1', 300, 'row_1');
    if (done.kind !== 'entered') throw new Error(done.kind);
    const key = { type: 'refund', reconciliationId: 'row_1' };
    expect(await find('row_1')).toEqual({
      reconciled: { ...key, entryKey: done.entry.key },
      entry: done.entry,
    });
    expect(await stores().reader.findReconciled(key)).toEqual({ ...key, entryKey: done.entry.key });
    const [line] = await lines();
    expect(line).toMatchObject({ type: 'refund', amount: 300, reconciliationId: 'row_1' });
    expect(await stores().statements.listReconciled('row_1')).toEqual([line]);
    expect(await stores().statements.listReconciled('row_2')).toEqual([]);
  });

  test('its id is one row: another posting under it is refused whole', async () => {
    await paid();
    await refund('key-1', 300, 'row_1');
    const { ledger } = stores();
    const owed = await ledger.findObligation(CUSTOMER);
    if (!owed?.newestHash || owed.balance === undefined) throw new Error('not opened');
    const { done } = await refund('key-2', 1);
    if (done.kind !== 'entered') throw new Error(done.kind);
    const now = await ledger.findObligation(CUSTOMER);
    if (!now?.newestHash || now.balance === undefined) throw new Error('not opened');
    const expected = { sequence: now.sequence, balance: now.balance, newestHash: now.newestHash };
    const entry = {
      ...done.entry,
      ...{ key: `command:key-3@${CUSTOMER}`, sequence: now.sequence + 1 },
      ...{ endingBalance: now.balance + 1, previous: now.newestHash },
    };
    const head = {
      ...{ ...expected, sequence: entry.sequence, balance: entry.endingBalance },
      ...{ recordedAt: entry.recordedAt, newestPayments: [] },
    };
    const reconciled = { type: 'refund', reconciliationId: 'row_1', entryKey: entry.key } as const;
    const posting = { obligationId: CUSTOMER, expected, head, entries: [entry] };
    expect(await ledger.post({ ...posting, reconciled }, [])).toBe('conflict');
    expect(await balance()).toBe(now.balance);
    const other = { ...reconciled, reconciliationId: 'row_2' };
    expect(await ledger.post({ ...posting, reconciled: other }, [])).toBe('posted');
  });

  test('of a refund that is there the id is written beside it, and moves nothing', async () => {
    await paid();
    const byHand = await refund('key-1', 300);
    if (byHand.done.kind !== 'entered') throw new Error(byHand.done.kind);
    const before = await stores().ledger.findObligation(CUSTOMER);
    const { entry } = byHand.done;
    const linked = await refund('key-2', 300, 'row_1');
    const done = { kind: 'linked', entry, reconciliationId: 'row_1' };
    expect(linked).toEqual({ done, replayed: false });
    expect(await refund('key-3', 300, 'row_1')).toEqual({ done, replayed: true });
    expect(await stores().ledger.findObligation(CUSTOMER)).toEqual(before);
    expect(await find('row_1')).toMatchObject({
      entry,
      reconciled: { linked: { actor: 'jane', reason: 'refunded', note: 'for key-2' } },
    });
    const [line] = await lines();
    expect(line).toMatchObject({ sequence: 3, reconciliationId: 'row_1', note: 'for key-1' });
    expect(await stores().statements.listReconciled('row_1')).toEqual([line]);
    const links = [{ entryKey: entry.key, reconciliationId: 'row_1' }];
    expect(await stores().reader.listUndone(CUSTOMER)).toEqual([
      { obligationId: CUSTOMER, entryKey: PAYMENT, amount: 300, by: [3], linked: links },
    ]);
    // A further one leaves it, and the link of another adds to it.
    await refund('key-4', 200);
    await refund('key-5', 200, 'row_2');
    const [undone] = await stores().reader.listUndone(CUSTOMER);
    expect(undone).toMatchObject({ amount: 500, by: [3, 4] });
    expect(undone?.linked?.map(({ reconciliationId }) => reconciliationId)).toEqual([
      'row_1',
      'row_2',
    ]);
  });

  test('a refund is linked once, an id too, and nothing where nothing is undone', async () => {
    await paid();
    const { done } = await refund('key-1', 300);
    if (done.kind !== 'entered') throw new Error(done.kind);
    const { changes } = stores();
    const { undone } = await changes.findUndoable(CUSTOMER, PAYMENT);
    if (!undone) throw new Error('nothing is undone');
    const at = '2026-06-18T12:00:00.000Z';
    const linkOf = (reconciliationId: string) => ({
      reconciled: {
        ...{ type: 'refund' as const, reconciliationId, entryKey: done.entry.key },
        linked: { at, actor: 'jane', reason: 'refunded' as const },
      },
      undone,
    });
    expect(
      await changes.link({
        ...linkOf('row_1'),
        undone: { ...undone, entryKey: `pay_2@${CUSTOMER}` },
      }),
    ).toBe('conflict');
    expect(await find('row_1')).toBeUndefined();
    expect(await changes.link(linkOf('row_1'))).toBe('linked');
    // As it was read before.
    expect(await changes.link(linkOf('row_2'))).toBe('conflict');
    const { undone: now } = await changes.findUndoable(CUSTOMER, PAYMENT);
    if (!now) throw new Error('nothing is undone');
    expect(await changes.link({ ...linkOf('row_1'), undone: now })).toBe('conflict');
    expect(await find('row_2')).toBeUndefined();
  });

  test('those that undid an entry are found by their numbers', async () => {
    await paid();
    const [first, second] = [await refund('key-1', 300), await refund('key-2', 200, 'row_1')];
    const { undone } = await stores().changes.findUndoable(CUSTOMER, PAYMENT);
    if (!undone) throw new Error('nothing is undone');
    const found = await stores().changes.findUndoing(undone);
    const entries = [first, second].map(({ done }) => (done.kind === 'entered' ? done.entry : ''));
    expect(found.toSorted((one, other) => one.sequence - other.sequence)).toEqual(entries);
  });

  test('what an event of such an id left is none', async () => {
    await paid();
    const event = incoming({ id: 'RECON#row_1', type: 'customer.updated', data: {} });
    await settleEvents([event], NO_DEADLINE, { ...worldOf(stores()), tellings: 'both' });
    expect(await stores().statements.listReconciled('row_1')).toEqual([]);
  });

  test('two that are one refund at once have one effect, and both are told of it', async () => {
    await paid();
    await refund('key-1', 300);
    const both = await Promise.all([refund('key-2', 300, 'row_1'), refund('key-3', 300, 'row_1')]);
    expect(both.map(({ done }) => done)).toEqual([both[0]?.done, both[0]?.done]);
    expect(both.map(({ replayed }) => replayed).toSorted()).toEqual([false, true]);
    expect(await balance()).toBe(19_300);
    const entered = await Promise.all([refund('key-4', 50, 'row_2'), refund('key-5', 50, 'row_2')]);
    expect(entered[0]?.done).toEqual(entered[1]?.done);
    expect(await balance()).toBe(19_350);
  });
});
