import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Change } from '#shared/models/change.ts';
import { adjustmentKey, commandKey } from '#shared/models/entry.ts';
import { type Changed, changeBalance } from '#shared/use-cases/changes/change-balance.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { changeCause } from '#test/support/changes.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  open,
  opening,
  paymentRequestPaid,
  presentation,
} from '#test/support/factories.ts';
import type { Stores } from '#test/support/stores.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';
import { onEachStore } from './on-each-store.ts';

const OTHER = 'bcus_other';
const PAID = { payment_id: 'pay_1', amount: 1000 };
const PAYMENT = `pay_1@${CUSTOMER}`;
const AT_ONCE = 50;

const changing =
  (stores: () => Stores) =>
  (key: string, change: Change, id = CUSTOMER, clock = new TestClock()): Promise<Changed> =>
    changeBalance(
      {
        kind: 'customer',
        id,
        change,
        asking: { key, actor: 'jane', reason: 'goodwill', note: `for ${key}` },
        deadline: NO_DEADLINE,
      },
      { ...stores(), clock, randomness: new TestRandomness() },
    );
/** Who meets others waits a while, a tenth as long as told: else all of them met again each time. */
class WaitingClock extends TestClock {
  override async sleep(milliseconds: number): Promise<void> {
    await setTimeout((milliseconds / 5) * Math.random());
    await super.sleep(milliseconds);
  }
}
const settle = (stores: Stores, ...events: readonly unknown[]) =>
  settleEvents(
    events.map((event) => incoming(event)),
    NO_DEADLINE,
    { ...stores, clock: new TestClock(), randomness: new TestRandomness(), tellings: 'both' },
  );
const charge = (amount: number): Change => ({ kind: 'charge', amount });
const refund = (amount?: number): Change => ({ kind: 'reversal', reverses: PAYMENT, amount });

onEachStore('changes of what is owed', (stores) => {
  const change = changing(stores);
  const balance = async (id = CUSTOMER) => (await stores().ledger.findObligation(id))?.balance;
  const lines = async () =>
    (await stores().statements.listStatement(CUSTOMER, { limit: 100 })).lines;

  test('a charge is entered, is found under its key, and is shown with who asked and why', async () => {
    await open(stores());
    const { done, replayed } = await change('key-1', charge(500));
    expect(replayed).toBe(false);
    expect(await stores().changes.findDone('key-1')).toEqual([done]);
    expect(await balance()).toBe(20500);
    expect(await lines()).toMatchObject([
      { type: 'charge', amount: 500, actor: 'jane', reason: 'goodwill', note: 'for key-1' },
      { type: 'opening' },
    ]);
    expect(await change('key-1', charge(500))).toEqual({ done, replayed: true });
    expect(await balance()).toBe(20500);
  });

  test('nothing is found under a key that begins another, nor what an event of such an id left', async () => {
    await open(stores());
    await change('key-12', charge(500));
    await settle(stores(), { id: 'command:key-1', type: 'customer.updated', data: {} });
    expect(await stores().changes.findDone('key-1')).toEqual([]);
  });

  test('a key is one request on one obligation, and none of a creation', async () => {
    await open(stores());
    await open(stores(), opening({ id: OTHER, externalReference: 'OTHER' }));
    await change('key-1', charge(500));
    const reused = { code: 'idempotency_key.reused' };
    await expect(change('key-1', charge(501))).rejects.toMatchObject(reused);
    await expect(change('key-1', { kind: 'adjustment', amount: 500 })).rejects.toMatchObject(
      reused,
    );
    await expect(change('key-1', charge(500), OTHER)).rejects.toMatchObject(reused);
    await stores().intents.begin(presentation({ key: 'key-2' }), '2026');
    await expect(change('key-2', charge(500))).rejects.toMatchObject(reused);
    expect([await balance(), await balance(OTHER)]).toEqual([20500, 20000]);
  });

  test('a refresh to what is owed is kept under its key, and enters nothing later either', async () => {
    await open(stores());
    const first = await change('key-1', { kind: 'refresh', balance: 20000 });
    expect(first).toMatchObject({ done: { kind: 'unchanged' }, replayed: false });
    await settle(stores(), amountApplied({ data: PAID }));
    const again = await change('key-1', { kind: 'refresh', balance: 20000 });
    expect(again).toEqual({ done: first.done, replayed: true });
    expect(await balance()).toBe(19000);
    expect(await lines()).toHaveLength(2);
  });

  test('what changed nothing is kept once, and not where an entry stands', async () => {
    await open(stores());
    const [entered, kept] = [
      await change('key-1', charge(1)),
      await change('key-2', { kind: 'refresh', balance: 20001 }),
    ];
    if (kept.done.kind !== 'unchanged') throw new Error('it was changed');
    const { unchanged } = kept.done;
    const { changes, ledger } = stores();
    expect(await changes.keepUnchanged(unchanged)).toBe('exists');
    expect(await changes.keepUnchanged({ ...unchanged, key: 'key-1' })).toBe('exists');
    expect(await changes.findDone('key-1')).toEqual([entered.done]);
    // Nor is an entry put in its place.
    const [line] = await lines();
    const obligation = await ledger.findObligation(CUSTOMER);
    if (!line || !obligation?.newestHash) throw new Error('nothing is there');
    const { sequence, endingBalance: at, recordedAt, effectiveAt, currency } = line;
    const entry = {
      ...{ key: commandKey('key-2', CUSTOMER), obligationId: CUSTOMER, sequence: sequence + 1 },
      ...{ type: 'charge' as const, amount: 1, endingBalance: at + 1, currency },
      ...{ effectiveAt, recordedAt, previous: obligation.newestHash },
      cause: changeCause({ key: 'key-2' }),
    };
    const expected = { sequence, balance: at, newestHash: obligation.newestHash };
    const head = { ...expected, sequence: sequence + 1, recordedAt, newestPayments: [] };
    const posting = { obligationId: CUSTOMER, expected, head, entries: [entry] };
    expect(await ledger.post(posting, [])).toBe('conflict');
  });

  test('an entry is found with what put it right and how much of it is undone', async () => {
    await open(stores());
    const find = () => stores().changes.findUndoable(CUSTOMER, PAYMENT);
    const nothing = { entry: undefined, adjustment: undefined, undone: undefined };
    expect(await find()).toEqual(nothing);
    await settle(stores(), paymentRequestPaid({ data: PAID }));
    expect(await find()).toMatchObject({ entry: { key: PAYMENT }, adjustment: undefined });
    await settle(stores(), amountApplied({ data: { ...PAID, amount: 800 } }));
    await change('key-1', refund(300));
    expect(await find()).toMatchObject({
      entry: { key: PAYMENT, amount: -1000 },
      adjustment: { key: adjustmentKey({ paymentId: 'pay_1', obligationId: CUSTOMER }) },
      undone: { obligationId: CUSTOMER, entryKey: PAYMENT, amount: 300, by: [4] },
    });
    expect(await stores().reader.listUndone(CUSTOMER)).toEqual([
      { obligationId: CUSTOMER, entryKey: PAYMENT, amount: 300, by: [4] },
    ]);
    expect(await stores().reader.listUndone(OTHER)).toEqual([]);
  });

  test('what may be another payment, or changed nothing, is no entry to undo', async () => {
    await open(stores());
    await settle(stores(), amountApplied({ data: PAID }));
    await settle(stores(), paymentRequestPaid({ data: { ...PAID, payment_id: 'pay_2' } }));
    await change('key-1', { kind: 'refresh', balance: 19000 });
    for (const key of [`pay_2@${CUSTOMER}`, commandKey('key-1', CUSTOMER)]) {
      const found = await stores().changes.findUndoable(CUSTOMER, key);
      expect(found.entry).toBeUndefined();
    }
  });

  test('a refund is shown with the payment that went back, which is shown with how much', async () => {
    await open(stores());
    await settle(stores(), amountApplied({ data: PAID }));
    await change('key-1', refund(300));
    await change('key-2', refund());
    expect(await lines()).toMatchObject([
      { type: 'refund', amount: 700, reverses: PAYMENT, paymentId: 'pay_1', note: 'for key-2' },
      { type: 'refund', amount: 300, reverses: PAYMENT, paymentId: 'pay_1', note: 'for key-1' },
      { type: 'payment', reversed: 1000 },
      { type: 'opening' },
    ]);
    const [, , , first] = await lines();
    expect(first).not.toHaveProperty('reversed');
  });

  test('of a posting that undoes more or less than was undone when it was read, nothing is written', async () => {
    await open(stores());
    await settle(stores(), amountApplied({ data: PAID }));
    await change('key-1', refund(300));
    const { ledger } = stores();
    const obligation = await ledger.findObligation(CUSTOMER);
    const [line] = await lines();
    if (!line || !obligation?.newestHash) throw new Error('nothing is there');
    const { sequence, endingBalance, recordedAt, effectiveAt, currency } = line;
    const expected = { sequence, balance: endingBalance, newestHash: obligation.newestHash };
    const entry = {
      ...{ key: commandKey('key-2', CUSTOMER), obligationId: CUSTOMER, sequence: sequence + 1 },
      ...{ type: 'refund' as const, amount: 700, endingBalance: endingBalance + 700, currency },
      ...{ effectiveAt, recordedAt, previous: obligation.newestHash, reverses: PAYMENT },
      ...{ paymentId: 'pay_1', cause: changeCause({ key: 'key-2' }) },
    };
    const head = { ...expected, sequence: sequence + 1, recordedAt, newestPayments: [] };
    const undone = { obligationId: CUSTOMER, entryKey: PAYMENT, amount: 1000, by: [3, 4] };
    const posting = { obligationId: CUSTOMER, expected, head, entries: [entry] };
    const post = (was: number | undefined) =>
      ledger.post({ ...posting, undoes: { undone, expected: was } }, []);
    for (const was of [undefined, 299, 1000]) expect(await post(was)).toBe('conflict');
    expect((await ledger.findObligation(CUSTOMER))?.sequence).toBe(sequence);
    expect(await post(300)).toBe('posted');
    expect(await stores().reader.listUndone(CUSTOMER)).toEqual([undone]);
  });

  describe('at once', { timeout: 180_000 }, () => {
    test('fifty refunds under fifty keys take back no more than was paid', async () => {
      await open(stores());
      await settle(stores(), amountApplied({ data: PAID }));
      const all = Array.from({ length: AT_ONCE }, (_, n) => refundStubbornly(`key-${n}`, 30));
      const refunded = (await Promise.all(all)).filter((done) => done === 'refunded');
      expect(refunded).toHaveLength(33);
      expect(await balance()).toBe(19990);
      const [undone] = await stores().reader.listUndone(CUSTOMER);
      expect(undone).toMatchObject({ amount: 990 });
      expect(new Set(undone?.by).size).toBe(33);
    });

    test('ten of one request under one key are done once, and all are answered the same', async () => {
      await open(stores());
      const all = Array.from({ length: 10 }, () => stubbornly(() => change('key-1', charge(500))));
      const answers = await Promise.all(all);
      for (const { done } of answers) expect(done).toEqual(answers[0]?.done);
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(await balance()).toBe(20500);
    });
  });

  async function refundStubbornly(key: string, amount: number): Promise<'refunded' | 'refused'> {
    try {
      await stubbornly(() => change(key, refund(amount), CUSTOMER, new WaitingClock()));
      return 'refunded';
    } catch (error) {
      expect(error).toMatchObject({ code: 'amount.exceeds_entry' });
      return 'refused';
    }
  }
});

/** As a client does that is told to come again. */
async function stubbornly<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 200 || !String(error).includes('times in a row')) throw error;
    }
  }
}
