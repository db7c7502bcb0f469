import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { toHeldItem } from '#shared/aws/items/held-items.ts';
import { toIntentItem } from '#shared/aws/items/intent-items.ts';
import {
  headKey,
  heldItemKey,
  type Item,
  type ItemKey,
  intentKey,
  referenceKey,
} from '#shared/aws/items/keys.ts';
import { toObligationItem } from '#shared/aws/items/obligation-items.ts';
import { engines } from '#test/support/dynamodb-engines.ts';
import { amountApplied, obligation, opening, presentation } from '#test/support/factories.ts';
import { paid, postingOf } from '#test/support/postings.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { storesOver } from '#test/support/stores.ts';
import { emptyTables } from './empty-tables.ts';

/** What a version to come may have written into any item. */
const ADDED = { added_later: { by: 'a newer version' } };

describe.each(engines)('what a newer version added to an item stays: $name', (engine) => {
  const at = emptyTables(engine);

  const put = (item: Item) =>
    at.documents.send(new PutCommand({ TableName: at.table, Item: { ...item, ...ADDED } }));
  const get = async (key: ItemKey) =>
    (await at.documents.send(new GetCommand({ TableName: at.table, Key: key }))).Item;

  test('on an obligation, when its balance moves', async () => {
    const owed = obligation();
    await put(toObligationItem(owed));
    const posting = postingOf([paid({ id: 'pay_1' })], owed);
    await storesOver(at.documents, at.table).ledger.post(posting, []);
    const { balance, sequence } = posting.head;
    expect(await get(headKey(owed.id))).toMatchObject({ ...ADDED, balance, sequence });
  });

  test('on an intent, whatever is noted of it', async () => {
    const begun = presentation();
    await put(toIntentItem(begun, begun.startedAt));
    const { intents } = storesOver(at.documents, at.table);
    await intents.markTried(begun.key, begun.startedAt);
    await intents.replaceMomentKey(begun.key, begun.momentKey, 'fresh');
    const done = { id: 'pr_1', status: 'active', amount: 2000, currency: 'ZAR' };
    await intents.finish(begun.key, done);
    expect(await get(intentKey(begun.key))).toMatchObject({ ...ADDED, done, tries: 2 });
  });

  test('on an intent and its reference, when the opening finishes it, which leaves the index of what needs attention', async () => {
    const whole = opening();
    const { done, ...begun } = whole.intent;
    await put(toIntentItem(begun, begun.startedAt));
    const reference = referenceKey('customer', whole.obligation.externalReference);
    await put({ ...reference, intentKey: begun.key });
    expect(await storesOver(at.documents, at.table).ledger.open(whole)).toBe('opened');
    const item = await get(intentKey(begun.key));
    expect(item).toMatchObject({ ...ADDED, done });
    expect(item).not.toHaveProperty('attention');
    expect(await get(reference)).toEqual({
      ...reference,
      ...ADDED,
      obligationId: whole.obligation.id,
      commandKey: begun.key,
    });
  });

  test('on an event that waits, when it is postponed', async () => {
    const waiting = heldEvent(amountApplied(), 'unmatched');
    await put(toHeldItem(waiting));
    await storesOver(at.documents, at.table).waiting.postpone(waiting, '2027');
    expect(await get(heldItemKey(waiting))).toMatchObject({ ...ADDED, attentionAt: '2027' });
  });

  test('on an event that waited, when it is judged, which leaves the statement', async () => {
    const waiting = heldEvent(amountApplied(), 'unmatched');
    await put(toHeldItem(waiting));
    const { ledger } = storesOver(at.documents, at.table);
    const judged = { ...waiting, state: 'quarantined', reason: 'currency_mismatch' } as const;
    await ledger.hold({ ...judged, detail: 'USD paid on a balance in ZAR' });
    const item = await get(heldItemKey(waiting));
    expect(item).toMatchObject({ ...ADDED, state: 'quarantined', attention: 'quarantined' });
    expect(item).not.toHaveProperty('sequence');
  });
});
