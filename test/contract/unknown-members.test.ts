import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { TRANSLATION } from '#shared/aws/document-client.ts';
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
import { ledgerTable } from '#test/support/template.ts';

/** What a version to come may have written into any item. */
const ADDED = { added_later: { by: 'a newer version' } };

describe.each(engines)('what a newer version added to an item stays: $name', (engine) => {
  let documents: DynamoDBDocumentClient;
  let close: () => Promise<void> = async () => undefined;
  let definition: CreateTableCommandInput;
  let tables = 0;
  let table: string;

  beforeAll(async () => {
    definition = ledgerTable('ledger');
    const running = await engine.start();
    documents = DynamoDBDocumentClient.from(
      new DynamoDBClient(localClientConfig(running.endpoint)),
      TRANSLATION,
    );
    close = () => running.close();
  }, 60_000);
  afterAll(() => close());
  beforeEach(async () => {
    tables += 1;
    table = `unknown-${tables}`;
    await documents.send(new CreateTableCommand({ ...definition, TableName: table }));
  });

  const put = (item: Item) =>
    documents.send(new PutCommand({ TableName: table, Item: { ...item, ...ADDED } }));
  const get = async (key: ItemKey) =>
    (await documents.send(new GetCommand({ TableName: table, Key: key }))).Item;

  test('on an obligation, when its balance moves', async () => {
    const owed = obligation();
    await put(toObligationItem(owed));
    const posting = postingOf([paid({ id: 'pay_1' })], owed);
    await storesOver(documents, table).ledger.post(posting, []);
    const { balance, sequence } = posting.head;
    expect(await get(headKey(owed.id))).toMatchObject({ ...ADDED, balance, sequence });
  });

  test('on an intent, whatever is noted of it', async () => {
    const begun = presentation();
    await put(toIntentItem(begun, begun.startedAt));
    const { intents } = storesOver(documents, table);
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
    expect(await storesOver(documents, table).ledger.open(whole)).toBe('opened');
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
    await storesOver(documents, table).waiting.postpone(waiting, '2027');
    expect(await get(heldItemKey(waiting))).toMatchObject({ ...ADDED, attentionAt: '2027' });
  });

  test('on an event that waited, when it is judged, which leaves the statement', async () => {
    const waiting = heldEvent(amountApplied(), 'unmatched');
    await put(toHeldItem(waiting));
    const { ledger } = storesOver(documents, table);
    const judged = { ...waiting, state: 'quarantined', reason: 'currency_mismatch' } as const;
    await ledger.hold({ ...judged, detail: 'USD paid on a balance in ZAR' });
    const item = await get(heldItemKey(waiting));
    expect(item).toMatchObject({ ...ADDED, state: 'quarantined', attention: 'quarantined' });
    expect(item).not.toHaveProperty('sequence');
  });
});
