import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DynamoDbIntentStore } from '#shared/aws/dynamodb-intent-store.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { decideEvents } from '#shared/ledger/decide-events.ts';
import { toHeldEvent } from '#shared/ledger/incoming-event.ts';
import type { Posting } from '#shared/ports/ledger.ts';
import { engines } from '#test/support/dynamodb-engines.ts';
import type { RunningEngine } from '#test/support/dynamodb-local.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  intent,
  obligation,
  opening,
} from '#test/support/factories.ts';
import { hurry, makeFaulty, type WireFault } from '#test/support/faulty-client.ts';
import { connect } from '#test/support/stores.ts';
import { ledgerTable, stackTemplate } from '#test/support/template.ts';

const EVENT = incoming(amountApplied());
const ENTRIES = decideEvents(obligation(), [EVENT], [], '2026-06-18T12:00:01.000Z').entries;
const POSTING: Posting = {
  obligationId: CUSTOMER,
  expectedSequence: 1,
  balance: 5000,
  sequence: 2,
  entries: ENTRIES,
  settledHashes: [],
};

const BUSY_MS_MAX = 30_000;

describe.each(engines)('a client of $name with faults', { timeout: BUSY_MS_MAX }, ({ start }) => {
  let engine: RunningEngine;
  let documents: ReturnType<typeof connect>;
  let ledger: DynamoDbLedgerStore;
  let intents: DynamoDbIntentStore;
  let table: string;
  let tables = 0;
  /** What goes wrong at the next tries and calls. */
  let script: WireFault[] = [];
  /** The token of each try of a transaction. */
  let tokens: string[] = [];

  beforeAll(async () => {
    stackTemplate();
    engine = await start();
  }, 60_000);
  afterAll(() => engine.close());
  beforeEach(async () => {
    script = [];
    documents = connect(engine.endpoint, (client) => {
      void hurry(client);
      makeFaulty(client, (_operation, place) => {
        const isNext = script[0]?.endsWith('Try') || !script[0]?.startsWith('un') ? 'try' : 'call';
        return isNext === place ? script.shift() : undefined;
      });
      client.middlewareStack.add(
        (next) => (args) => {
          const { body } = args.request as { readonly body: Uint8Array };
          const { ClientRequestToken: token } = JSON.parse(new TextDecoder().decode(body));
          if (token) tokens.push(token);
          return next(args);
        },
        // After the loop that tries again.
        { step: 'finalizeRequest', priority: 'low', name: 'tokens' },
      );
    });
    tables += 1;
    table = `ledger-${tables}`;
    await documents.send(new CreateTableCommand(ledgerTable(table)));
    ledger = new DynamoDbLedgerStore(documents, table);
    intents = new DynamoDbIntentStore(documents, table);
    await ledger.open(opening());
    tokens = [];
  }, BUSY_MS_MAX);
  afterEach(() => documents.destroy());

  const balance = async () => (await ledger.findObligation(CUSTOMER))?.balance;

  test('a posting whose answer is lost is sent again under its token, and is done once', async () => {
    script = ['unansweredTry'];
    expect(await ledger.post(POSTING)).toBe('posted');
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
    expect(await balance()).toBe(5000);
  });

  test('each posting has a token of its own, so one that is told again is looked at', async () => {
    script = ['unanswered'];
    await expect(ledger.post(POSTING)).rejects.toThrow('socket hang up');
    expect(await ledger.post(POSTING)).toBe('moved');
    const keys = ENTRIES.map(({ key }) => key);
    expect((await ledger.readLedger(CUSTOMER, keys)).entries).toEqual(ENTRIES);
    expect(new Set(tokens).size).toBe(2);
    expect(await balance()).toBe(5000);
  });

  test('a posting that is not sent, or throttled, is sent again and done once', async () => {
    script = ['unsentTry', 'throttle'];
    expect(await ledger.post(POSTING)).toBe('posted');
    expect(await balance()).toBe(5000);
  });

  test('a posting that is never sent fails, and nothing is done', async () => {
    script = ['unsent'];
    await expect(ledger.post(POSTING)).rejects.toThrow('socket hang up');
    script = Array.from({ length: 9 }, () => 'unsentTry');
    await expect(ledger.post(POSTING)).rejects.toThrow('socket hang up');
    script = [];
    expect(await balance()).toBe(20000);
  });

  test('a posting that meets a conflict is to be decided again; a throttled item fails it', async () => {
    script = ['conflict'];
    expect(await ledger.post(POSTING)).toBe('moved');
    script = ['throttledItem'];
    await expect(ledger.post(POSTING)).rejects.toThrow('ThrottlingError');
    expect(await balance()).toBe(20000);
  });

  test('an opening whose answer is lost is sent again, and it was opened', async () => {
    script = ['unansweredTry'];
    expect(await ledger.open(opening({ id: 'bcus_2', externalReference: 'two' }))).toBe('opened');
  });

  test('an event whose answer is lost is held', async () => {
    const unmatched = toHeldEvent(incoming(amountApplied({ data: { customer_id: 'bcus_9' } })), {
      kind: 'unmatched',
      reason: 'obligation_unknown',
    });
    script = ['unansweredTry'];
    expect(await ledger.hold(unmatched)).toBe('held');
    script = ['unanswered'];
    await expect(ledger.hold(unmatched)).rejects.toThrow('socket hang up');
    expect(await ledger.hold(unmatched)).toBe('held');
    expect(await ledger.listWaiting('bcus_9', 9)).toEqual([unmatched]);
  });

  // A single write has no token: the second try finds what the first one wrote.
  test('an intent whose answer is lost meets itself', async () => {
    const begun = intent();
    script = ['unansweredTry'];
    expect(await intents.begin(begun)).toEqual({ kind: 'exists', intent: begun });
    expect(tokens).toEqual([]);
  });

  test('an update without a condition would count twice, which is why there is none', async () => {
    await documents.send(new PutCommand({ TableName: table, Item: { pk: 'n', n: 0 } }));
    const add = {
      TableName: table,
      Key: { pk: 'n' },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'ALL_NEW' as const,
    };
    script = ['unansweredTry'];
    expect((await documents.send(new UpdateCommand(add))).Attributes).toMatchObject({ n: 2 });
    script = ['unansweredTry'];
    const { ReturnValues: _none, ...update } = add;
    await documents.send(new TransactWriteCommand({ TransactItems: [{ Update: update }] }));
    expect((await documents.send(new UpdateCommand(add))).Attributes).toMatchObject({ n: 4 });
  });
});
