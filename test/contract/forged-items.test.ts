import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
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
});
