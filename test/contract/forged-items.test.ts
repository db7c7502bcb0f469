import { NumberValue, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { heldItemKey } from '#shared/aws/items/keys.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { settleWaiting } from '#shared/use-cases/payments/settle-waiting.ts';
import { engines } from '#test/support/dynamodb-engines.ts';
import { amountApplied, CUSTOMER, incoming, open } from '#test/support/factories.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { type Stores, storesOver } from '#test/support/stores.ts';
import { NO_DEADLINE, NOON, TestClock, TestRandomness } from '#test/support/world.ts';
import { emptyTables } from './empty-tables.ts';

/** Who may change items of the table, and not our code, wrote what is here. */
describe.each(engines)('what somebody changed in an item: $name', (engine) => {
  const at = emptyTables(engine);
  let stores: Stores;
  beforeEach(() => {
    stores = storesOver(at.documents, at.table);
  });

  const deps = () => ({
    ...stores,
    clock: new TestClock(),
    randomness: new TestRandomness(),
    tellings: 'both' as const,
  });
  const balance = async () => (await stores.ledger.findObligation(CUSTOMER))?.balance;

  test('makes no payment of an event that waits: its raw bytes no longer have its hash', async () => {
    const waiting = heldEvent(amountApplied({ data: { amount: 100 } }), 'unmatched');
    await stores.ledger.hold(waiting);
    const raw = JSON.stringify(amountApplied({ data: { amount: 9000 } }));
    const change = {
      UpdateExpression: 'SET #raw = :raw',
      ExpressionAttributeNames: { '#raw': 'raw' },
    };
    await at.documents.send(
      new UpdateCommand({
        TableName: at.table,
        Key: heldItemKey(waiting),
        ...change,
        ExpressionAttributeValues: { ':raw': raw },
      }),
    );
    await open(stores);

    const { settlements, unreadable } = await settleWaiting(CUSTOMER, NO_DEADLINE, deps());
    expect(settlements).toEqual([]);
    expect(unreadable).toMatchObject([{ error: { message: 'its raw event was changed' } }]);
    const now = new Date(NOON + 86_400_000).toISOString();
    const due = await stores.waiting.listDue({ state: 'unmatched', now, limit: 9 });
    expect(due).toMatchObject({ items: [], unreadable: [{}] });
    expect(await balance()).toBe(20000);
  });

  test('keeps its own payment from being entered, and no other of its batch', async () => {
    await open(stores);
    const poison = { pk: 'pay_2', sk: CUSTOMER, attention: 'unmatched', type: 'nothing of ours' };
    await at.documents.send(new PutCommand({ TableName: at.table, Item: poison }));
    const events = [1, 2, 3].map((n) =>
      incoming(amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, amount: n } })),
    );
    const settlements = await settleEvents(events, NO_DEADLINE, deps());
    const failed = settlements.filter((settlement) => 'error' in settlement);
    expect(failed.map((settlement) => settlement.incoming)).toEqual([events[1]]);
    expect(await balance()).toBe(20000 - 1 - 3);
  });

  describe('hides no other of what waits for a person', () => {
    const put = (Item: Record<string, unknown>) =>
      at.documents.send(new PutCommand({ TableName: at.table, Item }));
    const [SINCE, LATER] = ['2026-06-18T09:00:00.000Z', '2026-06-18T10:00:00.000Z'];

    test('whatever it was', async () => {
      const event = heldEvent(amountApplied(), 'quarantined');
      await stores.ledger.hold(event);
      const held = { sk: `EVENT#${'a'.repeat(43)}`, attention: 'quarantined', attentionAt: LATER };
      await put({ ...held, pk: 'pay_2', receivedAt: SINCE });
      await put({ ...held, pk: 'pay_3' });
      await put({
        pk: 'pay_4',
        sk: 'nobody',
        attention: 'quarantined',
        attentionAt: 'never',
      });
      const rows = await stores.exceptions.listRows('quarantined');
      const id = (pk: string) => `event:${'a'.repeat(43)}:${pk}`;
      expect(rows.toSorted((one, other) => (one.since < other.since ? -1 : 1))).toEqual([
        {
          ...{ kind: 'quarantined', id: 'event::pay_4' },
          ...{ since: '1970-01-01T00:00:00.000Z', isUnreadable: true },
        },
        { kind: 'quarantined', id: id('pay_2'), since: SINCE },
        { kind: 'quarantined', id: id('pay_3'), since: LATER, isUnreadable: true },
        expect.objectContaining({ since: event.receivedAt }),
      ]);
      const read = await stores.exceptions.read(rows.map((row) => row.id));
      expect([...read.values()].map(({ of }) => of).toSorted()).toEqual([
        ...['event', 'unreadable', 'unreadable'],
      ]);
    });

    test('by a raw event that was changed', async () => {
      const event = heldEvent(amountApplied(), 'stale');
      await stores.ledger.hold(event);
      await at.documents.send(
        new UpdateCommand({
          ...{ TableName: at.table, Key: heldItemKey(event) },
          UpdateExpression: 'SET #raw = :raw',
          ExpressionAttributeNames: { '#raw': 'raw' },
          ExpressionAttributeValues: { ':raw': '{}' },
        }),
      );
      const [row] = await stores.exceptions.listRows('stale');
      const read = await stores.exceptions.read([String(row?.id)]);
      expect([...read.values()]).toEqual([{ of: 'unreadable' }]);
    });

    test('by a number that is none', async () => {
      await open(stores);
      const attention = { attention: 'drift', attentionAt: LATER };
      const balance = NumberValue.from('123456789012345678901234567890');
      await put({ pk: 'bcus_2', sk: 'HEAD', balance, ...attention });
      await put({ pk: 'bcus_3', sk: 'HEAD', untoldSince: SINCE, ...attention });
      await put({
        pk: 'INTENT#key-1',
        sk: 'HEAD',
        startedAt: 7,
        ...attention,
        attention: 'intent',
      });
      expect(await stores.exceptions.listRows('drift')).toEqual([
        { kind: 'drift', id: 'drift:bcus_2', since: LATER, isUnreadable: true },
        { kind: 'drift', id: 'drift:bcus_3', since: SINCE, isUnreadable: true },
      ]);
      expect(await stores.exceptions.listRows('intent')).toEqual([
        { kind: 'intent', id: 'intent:key-1', since: LATER, isUnreadable: true },
      ]);
      const heads = await stores.exceptions.findHeads(['bcus_2', 'bcus_3', CUSTOMER, 'bcus_4']);
      expect(heads).toMatchObject([{ id: CUSTOMER }]);
      const read = await stores.exceptions.read(['drift:bcus_2', `drift:${CUSTOMER}`]);
      expect(read.get('drift:bcus_2')).toEqual({ of: 'unreadable' });
      expect(read.get(`drift:${CUSTOMER}`)).toMatchObject({ of: 'head' });
    });

    test('by an entry of a payment', async () => {
      await put({ pk: 'pay_1', sk: 'bcus_2', type: 'payment', amount: 'none' });
      expect(await stores.exceptions.listEntered('pay_1')).toEqual([]);
    });
  });
});
