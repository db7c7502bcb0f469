import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engines } from '#test/support/dynamodb-engines.ts';
import {
  amountApplied,
  CUSTOMER,
  intent,
  movement,
  open,
  opening,
  PAYMENT,
  paymentRequestPaid,
  presentation,
} from '#test/support/factories.ts';
import { hurry, makeFaulty, type WireFault } from '#test/support/faulty-client.ts';
import { postingOf } from '#test/support/postings.ts';
import type { RunningServer } from '#test/support/server-process.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { connect, type Stores, storesOver } from '#test/support/stores.ts';
import { ledgerTable, stackTemplate } from '#test/support/template.ts';

const POSTING = postingOf([movement(amountApplied())]);

const BUSY_MS_MAX = 30_000;

describe.each(engines)('a client of $name with faults', { timeout: BUSY_MS_MAX }, ({ start }) => {
  let engine: RunningServer;
  let documents: ReturnType<typeof connect>;
  let stores: Stores;
  let ledger: Stores['ledger'];
  let intents: Stores['intents'];
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
    stores = storesOver(documents, table);
    ({ ledger, intents } = stores);
    await open(stores);
    tokens = [];
  }, BUSY_MS_MAX);
  afterEach(() => documents.destroy());

  const balance = async () => (await ledger.findObligation(CUSTOMER))?.balance;

  test('a posting whose answer is lost is sent again under its token, and is done once', async () => {
    script = ['unansweredTry'];
    expect(await ledger.post(POSTING, [])).toBe('posted');
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
    expect(await balance()).toBe(5000);
  });

  test('each posting has a token of its own, so one that is told again is looked at', async () => {
    script = ['unanswered'];
    await expect(ledger.post(POSTING, [])).rejects.toThrow('socket hang up');
    expect(await ledger.post(POSTING, [])).toBe('conflict');
    const entries = POSTING.entries.map(({ key }) => key);
    expect((await ledger.readLedger(CUSTOMER, { entries })).entries).toEqual(POSTING.entries);
    expect(new Set(tokens).size).toBe(2);
    expect(await balance()).toBe(5000);
  });

  test('a posting that is not sent, or throttled, is sent again and done once', async () => {
    script = ['unsentTry', 'throttle'];
    expect(await ledger.post(POSTING, [])).toBe('posted');
    expect(await balance()).toBe(5000);
  });

  test('a posting that is never sent fails, and nothing is done', async () => {
    script = ['unsent'];
    await expect(ledger.post(POSTING, [])).rejects.toThrow('socket hang up');
    script = Array.from({ length: 9 }, () => 'unsentTry');
    await expect(ledger.post(POSTING, [])).rejects.toThrow('socket hang up');
    script = [];
    expect(await balance()).toBe(20000);
  });

  test('a posting that meets a conflict is to be decided again; a throttled item fails it', async () => {
    script = ['conflict'];
    expect(await ledger.post(POSTING, [])).toBe('conflict');
    script = ['throttledItem'];
    await expect(ledger.post(POSTING, [])).rejects.toMatchObject({ code: 'ledger.busy' });
    expect(await balance()).toBe(20000);
  });

  test('an opening whose answer is lost is sent again, and it was opened', async () => {
    const whole = opening({ id: 'bcus_2', externalReference: 'two' });
    const { done: _done, ...begun } = whole.intent;
    await intents.begin(begun, begun.startedAt);
    script = ['unansweredTry'];
    expect(await ledger.open(whole)).toBe('opened');
  });

  test('an event whose answer is lost is held', async () => {
    const unmatched = heldEvent(amountApplied({ data: { customer_id: 'bcus_9' } }), 'unmatched');
    script = ['unansweredTry'];
    expect(await ledger.hold(unmatched)).toBe('held');
    script = ['unanswered'];
    await expect(ledger.hold(unmatched)).rejects.toThrow('socket hang up');
    expect(await ledger.hold(unmatched)).toBe('held');
    expect((await stores.waiting.listWaiting('bcus_9', 9)).items).toEqual([unmatched]);
  });

  // It was begun with a token, by which the second try is known.
  test('a creation whose answer is lost is begun, and reserves its reference once', async () => {
    const begun = intent({ request: { external_reference: 'two' } });
    script = ['unansweredTry'];
    expect(await intents.begin(begun, begun.startedAt)).toEqual({ kind: 'begun' });
    script = ['unanswered'];
    await expect(intents.discard(begun, begun.momentKey)).rejects.toThrow('socket hang up');
    expect(await ledger.findReference('customer', 'two')).toBeUndefined();
    await intents.discard(begun, begun.momentKey);
  });

  // A single write has no token: the second try finds what the first one wrote.
  test('a presentation whose answer is lost meets itself', async () => {
    const begun = presentation();
    tokens = [];
    script = ['unansweredTry'];
    expect(await intents.begin(begun, begun.startedAt)).toEqual({ kind: 'exists', intent: begun });
    expect(tokens).toEqual([]);
  });

  test('the other telling of a payment whose answer is lost is kept once', async () => {
    await ledger.post(POSTING, []);
    const { obligationId, paymentId, amount, cause } = movement(paymentRequestPaid());
    const telling = { obligationId, paymentId, amount: -amount, sequence: 2, cause };
    script = ['unansweredTry'];
    await ledger.keepTelling(telling);
    const tellings = [`${PAYMENT}@${CUSTOMER}`];
    const found = await ledger.readLedger(CUSTOMER, { entries: [], tellings });
    expect(found.tellings).toEqual([telling]);
  });

  test('a single write that others are in the way of is sent again; one that never gets through is told as busy', async () => {
    const event = heldEvent(amountApplied(), 'quarantined');
    script = ['conflict', 'conflict'];
    expect(await ledger.hold(event)).toBe('held');
    script = Array.from({ length: 9 }, () => 'conflict');
    await expect(ledger.release(event)).rejects.toMatchObject({ code: 'ledger.busy' });
  });

  test('an update without a condition would count twice, which is why there is none', async () => {
    const key = { pk: 'n', sk: 'n' };
    await documents.send(new PutCommand({ TableName: table, Item: { ...key, n: 0 } }));
    const add = {
      TableName: table,
      Key: key,
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
