import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { DynamoDbIntentStore } from '#shared/aws/dynamodb-intent-store.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import {
  fromEntryItem,
  fromHeldItem,
  heldPk,
  INDEX,
  type Item,
  intentPk,
  toHeldItem,
  toIntentItem,
  toObligationItem,
} from '#shared/aws/ledger-items.ts';
import entries from '#test/fixtures/v0.1/entries.json' with { type: 'json' };
import heldEvents from '#test/fixtures/v0.1/held-events.json' with { type: 'json' };
import { engines } from '#test/support/dynamodb-engines.ts';
import { intent, obligation, opening } from '#test/support/factories.ts';
import { ledgerTable } from '#test/support/template.ts';

/** What a version to come may have written into any item. */
const ADDED = { added_later: { by: 'a newer version' } };
const ANSWER = { status: 201, body: { id: 'bcus_1' } };

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
      { marshallOptions: { removeUndefinedValues: true } },
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
  const get = async (pk: string) =>
    (await documents.send(new GetCommand({ TableName: table, Key: { pk } }))).Item;

  test('on an obligation, when its balance moves', async () => {
    const owed = obligation();
    await put(toObligationItem(owed));
    const entry = fromEntryItem(entries[1] ?? {});
    await new DynamoDbLedgerStore(documents, table).post({
      obligationId: owed.id,
      expectedSequence: owed.sequence,
      balance: entry.endingBalance,
      sequence: entry.sequence,
      entries: [entry],
      settledHashes: [],
    });
    expect(await get(owed.id)).toMatchObject({ ...ADDED, balance: entry.endingBalance });
  });

  test('on an intent, whatever is noted of it', async () => {
    const begun = intent();
    await put(toIntentItem(begun));
    const intents = new DynamoDbIntentStore(documents, table);
    await intents.markTried(begun.key, begun.startedAt);
    await intents.replaceMomentKey(begun.key, begun.momentKey, 'fresh');
    await intents.finish(begun.key, ANSWER);
    expect(await get(intentPk(begun.key))).toMatchObject({ ...ADDED, answer: ANSWER, tries: 2 });
  });

  test('on an intent, when the opening answers it, which leaves the index of what needs attention', async () => {
    const opened = opening();
    const { answer, ...begun } = opened.intent;
    await put(toIntentItem(begun));
    expect(await new DynamoDbLedgerStore(documents, table).open(opened)).toBe('opened');
    const item = await get(intentPk(begun.key));
    expect(item).toMatchObject({ ...ADDED, answer });
    expect(item).not.toHaveProperty(INDEX.attention);
  });

  test('on an event that waited, when it is judged, which leaves the statement', async () => {
    const waiting = fromHeldItem(heldEvents[0] ?? {});
    await put(toHeldItem(waiting));
    const ledger = new DynamoDbLedgerStore(documents, table);
    const judged = { ...waiting, state: 'quarantined', reason: 'currency_mismatch' } as const;
    await ledger.hold({ ...judged, detail: 'USD paid on a balance in ZAR' });
    const item = await get(heldPk(waiting.hash));
    expect(item).toMatchObject({ ...ADDED, state: 'quarantined', attention: 'quarantined' });
    expect(item).not.toHaveProperty('sequence');
  });
});
