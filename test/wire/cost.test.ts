import { createHash, createHmac } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item } from 'dynalite/db/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '#emulator/dynamodb/embedded-dynamodb.ts';
import { itemSize } from '#emulator/dynamodb/item-size.ts';
import { createHandler as createChangeBalance } from '#functions/change-balance/handler.ts';
import { createHandler as createCreateCustomer } from '#functions/create-customer/handler.ts';
import { createHandler as createGetCustomer } from '#functions/get-customer/handler.ts';
import { createHandler as createListEntries } from '#functions/list-entries/handler.ts';
import { createHandler as createListExceptions } from '#functions/list-exceptions/handler.ts';
import { createHandler as createListPaymentRequests } from '#functions/list-payment-requests/handler.ts';
import { createHandler as createReadReports } from '#functions/read-reports/handler.ts';
import { createHandler as createReadStatement } from '#functions/read-statement/handler.ts';
import { createHandler as createReconcile } from '#functions/reconcile/handler.ts';
import { createHandler as createWebhook } from '#functions/webhook/handler.ts';
import { toEntryItem, toTellingItem } from '#shared/aws/items/entry-items.ts';
import { toObligationItem } from '#shared/aws/items/obligation-items.ts';
import { SqsDeliveryQueue } from '#shared/aws/sqs-delivery-queue.ts';
import { decide } from '#shared/ledger/decide.ts';
import { toQueueMessage } from '#shared/models/delivery.ts';
import { writeSnapshot } from '#shared/use-cases/reports/write-snapshot.ts';
import { AUTHORIZER } from '#test/support/changes.ts';
import {
  amountApplied,
  CUSTOMER,
  delivery,
  movement,
  obligation,
  open,
  opening,
  PAYMENT,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { MemoryMomentApi } from '#test/support/memory-moment-api.ts';
import { MemoryAgeingSnapshots, MemoryDaySummaries } from '#test/support/memory-reports.ts';
import { type Cost, Meter } from '#test/support/meter.ts';
import { postingOf } from '#test/support/postings.ts';
import { keysOf, MemoryDeadLetters } from '#test/support/signing.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { toSqsEvent } from '#test/support/sqs-event.ts';
import { connect, type Stores, storesOver } from '#test/support/stores.ts';
import { ledgerTable, stackTemplate } from '#test/support/template.ts';
import { NO_DEADLINE, NOON, Recorder, TestClock, TestRandomness } from '#test/support/world.ts';

const KILOBYTE = 1024;

// Only the embedded engine counts transactions as AWS does (test/contract/dynamodb-engine-capacity.test.ts).
describe('what it costs, in units of DynamoDB and calls of an SDK', { timeout: 30_000 }, () => {
  let engine: EmbeddedDynamoDb;
  let meter: Meter;
  let documents: ReturnType<typeof connect>;
  let stores: Stores;
  let tables = 0;

  beforeAll(async () => {
    stackTemplate();
    engine = await startEmbeddedDynamoDb();
    meter = new Meter(localClientConfig(engine.endpoint), { checks: true });
    documents = connect(engine.endpoint, (client) => meter.watch(client));
  }, 60_000);
  afterAll(async () => {
    meter.close();
    documents.destroy();
    await engine.close();
  });
  beforeEach(async () => {
    tables += 1;
    const table = `ledger-${tables}`;
    await documents.send(new CreateTableCommand(ledgerTable(table)));
    stores = storesOver(documents, table);
    await open(stores);
  });

  const deps = () => ({
    ...stores,
    tellings: 'both' as const,
    moment: new MemoryMomentApi(),
    clock: new TestClock(),
    randomness: new TestRandomness(),
    keys: keysOf(),
    deadLetters: new MemoryDeadLetters(),
    logger: new Recorder(),
    metrics: new Recorder(),
  });

  const costOf = async (work: () => Promise<unknown>): Promise<Cost> => {
    meter.take();
    await work();
    return meter.take();
  };

  /** Of one batch of the queue, none of which goes back. */
  const costOfBatch = (...events: readonly unknown[]): Promise<Cost> =>
    costOf(async () => {
      const messages = events.map((event, n) => ({
        id: `${n}`,
        body: toQueueMessage(delivery(event)),
      }));
      const { batchItemFailures } = await createReconcile(deps())(
        toSqsEvent(messages),
        lambdaContext(60_000),
      );
      expect(batchItemFailures).toEqual([]);
    });

  test('a lone payment: 2 units for the balance, 2 for its entry, 1 for each index row, and a look at both', async () => {
    expect(await costOfBatch(amountApplied())).toEqual({ calls: 2, writeUnits: 7, readUnits: 2 });
  });

  test('a lone payment told by its Payment Request: 2 units more, for that', async () => {
    const cost = { calls: 2, writeUnits: 9, readUnits: 2 };
    expect(await costOfBatch(paymentRequestPaid())).toEqual(cost);
  });

  test.each([
    { n: 2, calls: 2, writeUnits: 12, readUnits: 3 },
    { n: 10, calls: 2, writeUnits: 52, readUnits: 11 },
    { n: 25, calls: 2, writeUnits: 127, readUnits: 26 },
    { n: 50, calls: 4, writeUnits: 254, readUnits: 52 },
  ])(
    '$n payments on one obligation in a batch: 2 units for each 25, 5 for each, and a look at all',
    async (row) => {
      const { n, ...cost } = row;
      expect(await costOfBatch(...Array.from({ length: n }, (_, index) => payment(index)))).toEqual(
        cost,
      );
    },
  );

  test('a lone payment after many: the same, since the newest ones fit into the kilobyte of the balance', async () => {
    await costOfBatch(...Array.from({ length: 10 }, (_, index) => payment(index)));
    const id = 'pay_1313235234843nmafdsa';
    const newest = await stores.ledger.findObligation(CUSTOMER);
    expect(newest?.newestPayments).toHaveLength(8);
    const event = amountApplied({ data: { payment_id: id } });
    expect(await costOfBatch(event)).toEqual({ calls: 2, writeUnits: 7, readUnits: 2 });
  });

  test('a payment told again by the same event: the look at its obligation and its entry, and nothing else', async () => {
    await costOfBatch(amountApplied());
    const cost = { calls: 1, writeUnits: 0, readUnits: 2 };
    expect(await costOfBatch(amountApplied())).toEqual(cost);
    expect(await costOfBatch(amountApplied({ id: 'evt_another' }))).toEqual(cost);
  });

  test.each([
    [
      'payment_request.paid',
      amountApplied(),
      paymentRequestPaid(),
      // 1 for the Payment Request that it settles, also in vain; told again, so is the telling.
      { calls: 3, readUnits: 2, writeUnits: 4 },
      { calls: 3, readUnits: 2, writeUnits: 2 },
    ],
    // What is applied is the authority: looks before and after say whether another application told otherwise.
    [
      'obligation.amount_applied',
      paymentRequestPaid(),
      amountApplied(),
      { calls: 4, readUnits: 7, writeUnits: 3 },
      { calls: 2, readUnits: 6, writeUnits: 0 },
    ],
  ])(
    'the other telling of a payment, %s: itself and 2 index rows, and its looks; told again, less',
    async (_type, first, second, looks, again) => {
      await costOfBatch(first);
      expect(await costOfBatch(second)).toEqual(looks);
      expect(await costOfBatch(second)).toEqual(again);
    },
  );

  test('what may be a payment told twice: a second look, with its other telling, the doubt, and what is held', async () => {
    await costOfBatch(amountApplied());
    const other = paymentRequestPaid({ data: { payment_id: 'pay_another' } });
    expect(await costOfBatch(other)).toEqual({ calls: 4, writeUnits: 4, readUnits: 6 });
    // Told again, both are there already.
    expect(await costOfBatch(other)).toEqual({ calls: 3, writeUnits: 1, readUnits: 6 });
  });

  test('a payment told again beside a new one: as much as the new one, and another look', async () => {
    await costOfBatch(amountApplied());
    const cost = { calls: 2, writeUnits: 7, readUnits: 3 };
    expect(await costOfBatch(amountApplied(), payment(2))).toEqual(cost);
  });

  test('a payment told by both events in one batch: as much as one after the other, with one look', async () => {
    const cost = { calls: 4, writeUnits: 11, readUnits: 2 };
    expect(await costOfBatch(amountApplied(), paymentRequestPaid())).toEqual(cost);
  });

  test('an unmatched event: 2 for the look at its obligation, 2 for itself, 3 index rows', async () => {
    const unknown = amountApplied({ data: { customer_id: 'bcus_unknown' } });
    expect(await costOfBatch(unknown)).toEqual({ calls: 2, writeUnits: 7, readUnits: 2 });
  });

  test('a quarantined event: itself, 2 index rows', async () => {
    const inDollars = amountApplied({ data: { currency: 'USD' } });
    expect(await costOfBatch(inDollars)).toEqual({ calls: 2, writeUnits: 3, readUnits: 2 });
    const malformed = amountApplied({ data: { amount: 0.5 } });
    expect(await costOfBatch(malformed)).toEqual({ calls: 1, writeUnits: 3, readUnits: 0 });
    // Told again, it is held already.
    expect(await costOfBatch(malformed)).toEqual({ calls: 1, writeUnits: 1, readUnits: 0 });
  });

  test('an ignored event: itself, 1 index row', async () => {
    const ignored = amountApplied({ type: 'bill.created' });
    expect(await costOfBatch(ignored)).toEqual({ calls: 1, writeUnits: 2, readUnits: 0 });
  });

  test('a new customer: 2 for intent and reference, each twice, and for three items; 5 index rows', async () => {
    const body = JSON.stringify({
      external_reference: 'UCR-new',
      name: 'John Doe',
      currency: 'ZAR',
      balance: 2000,
    });
    const create = createCreateCustomer(deps());
    const cost = await costOf(() =>
      create(httpEvent({ path: '/customers', body }), lambdaContext()),
    );
    expect(cost).toEqual({ calls: 4, writeUnits: 19, readUnits: 1.5 });
  });

  test('a lone payment of a bill: the same as of a customer', async () => {
    const bill = { id: 'bill_1', kind: 'bill', externalReference: 'B1', paid: 0 } as const;
    await open(stores, opening({ ...bill, customerId: CUSTOMER, accountId: 'bacc_1' }, {}));
    const event = amountApplied({ data: { bill_id: 'bill_1' } });
    expect(await costOfBatch(event)).toEqual({ calls: 2, writeUnits: 7, readUnits: 2 });
    expect(await stores.ledger.findObligation('bill_1')).toMatchObject({ paid: 15000 });
  });

  test('a payment that Moment has to learn of: the index row of its mark; of a marked one the same as ever', async () => {
    const told = { balance: 20000, sequence: 1, at: new Date(NOON).toISOString(), pushed: true };
    const head = { id: 'bcus_1', externalReference: 'C-1', atMoment: told };
    await open(stores, opening(head));
    const pay = (n: number) => {
      const data = { id: `ob_${n}`, payment_id: `pay_${n}`, customer_id: 'bcus_1' };
      return costOfBatch(amountApplied({ id: `evt_${n}`, data }));
    };
    expect(await pay(1)).toEqual({ calls: 2, writeUnits: 8, readUnits: 2 });
    expect(await pay(2)).toEqual({ calls: 2, writeUnits: 7, readUnits: 2 });
  });

  test('a customer read by id: head, profile, and a look at what hangs on them; by reference: 1 more', async () => {
    const get = createGetCustomer({ ...stores, ebpLinkTemplate: undefined });
    const read = (id: string) =>
      costOf(() => get(httpEvent({ method: 'GET', path: '/customers/{id}', id })));
    expect(await read(CUSTOMER)).toEqual({ calls: 2, writeUnits: 0, readUnits: 2.5 });
    expect(await read('UCR1234567890')).toEqual({ calls: 3, writeUnits: 0, readUnits: 3.5 });
  });

  test('a page of 25 customers by their references: a unit for each head, half for the index and for each profile', async () => {
    for (let n = 0; n < 30; n += 1) {
      await open(stores, opening({ id: `bcus_${n}`, externalReference: `LISTED-${n}` }));
    }
    const list = createGetCustomer({ ...stores, ebpLinkTemplate: undefined });
    const query = { prefix: 'LISTED' };
    const event = httpEvent({ method: 'GET', path: '/customers', query });
    expect(await costOf(() => list(event))).toEqual({ calls: 2, writeUnits: 0, readUnits: 50.5 });
  });

  const change = (what: string, body: object, key: string, entry = '') =>
    costOf(async () => {
      const path = `/customers/{id}/${what}`;
      const headers = { 'idempotency-key': key };
      const asked = { path, id: CUSTOMER, entry, headers, authorizer: AUTHORIZER };
      const text = JSON.stringify({ reason: 'new_charge', ...body });
      const { statusCode } = await createChangeBalance(deps())(
        httpEvent({ ...asked, body: text }),
        lambdaContext(),
      );
      expect(statusCode).toBe(201);
    });
  const KEY = '7b0c3f0e-2a0f-4d0c-9f5e-0a6b1c2d3e4f';

  test('a charge: 2 units for the balance, 2 for its entry, 1 for each of its index rows and the mark, in one call after three looks', async () => {
    const cost = { calls: 4, writeUnits: 7, readUnits: 2.5 };
    expect(await change('charges', { amount: 500 }, KEY)).toEqual(cost);
    const looks = { calls: 3, writeUnits: 0, readUnits: 3 };
    expect(await change('charges', { amount: 500 }, KEY)).toEqual(looks);
    const note = 'x'.repeat(300);
    const marked = { ...cost, writeUnits: 6 };
    expect(await change('charges', { amount: 500, note }, `${KEY}2`)).toEqual(marked);
  });

  test('a refund: what a charge costs, 2 for what is counted of the payment, and a look at three items', async () => {
    await costOfBatch(amountApplied());
    const reversals = 'entries/{entry}/reversals';
    const entry = `${PAYMENT}@${CUSTOMER}`;
    const cost = { calls: 5, writeUnits: 9, readUnits: 5.5 };
    const marked = { ...cost, writeUnits: 8 };
    expect(await change(reversals, { amount: 1 }, KEY, entry)).toEqual(cost);
    expect(await change(reversals, { amount: 1 }, `${KEY}2`, entry)).toEqual(marked);
  });

  test('a page with 12 changes among its lines: their entries, 1 unit each, and what is undone', async () => {
    await costOfBatch(...Array.from({ length: 13 }, (_, index) => payment(index)));
    for (let n = 0; n < 12; n += 1) await change('charges', { amount: 1 }, `${KEY}${n}`);
    const list = createListEntries(stores);
    const event = httpEvent({ method: 'GET', id: CUSTOMER, query: { limit: '25' } });
    expect(await costOf(() => list(event))).toEqual({ calls: 4, writeUnits: 0, readUnits: 14.5 });
  });

  test('a page of 25 lines of a statement: 1 for the customer, half a unit for each 4 kB, and for what is undone', async () => {
    await costOfBatch(...Array.from({ length: 40 }, (_, index) => payment(index)));
    const list = createListEntries(stores);
    const event = httpEvent({ method: 'GET', id: CUSTOMER, query: { limit: '25' } });
    const cost = await costOf(() => list(event));
    expect(cost).toEqual({ calls: 3, writeUnits: 0, readUnits: 2.5 });
  });

  const reports = () => {
    const kept = { snapshots: new MemoryAgeingSnapshots(), summaries: new MemoryDaySummaries() };
    return { ...deps(), ...kept, heads: stores.kindHeads, zone: 'UTC' };
  };

  test('what a customer owes by age: 1 for the head, half for what hangs on them, and half for each 4 kB of their newest entries, fifty at once', async () => {
    await change('charges', { amount: 2_000_000 }, KEY);
    await costOfBatch(...Array.from({ length: 60 }, (_, index) => payment(index)));
    const read = createReadReports(reports());
    const path = '/customers/{id}/ageing';
    const age = () => costOf(() => read(httpEvent({ method: 'GET', path, id: CUSTOMER })));
    expect(await age()).toEqual({ calls: 4, writeUnits: 0, readUnits: 3.5 });
    // Who is owed to needs no entry.
    await change('adjustments', { amount: -2_000_000 }, `${KEY}2`);
    expect(await age()).toEqual({ calls: 2, writeUnits: 0, readUnits: 1.5 });
  });

  test('a day of 200 payments summed up: half a unit for each 4 kB, and for each of the other types', async () => {
    for (let n = 0; n < 4; n += 1) {
      const batch = Array.from({ length: 50 }, (_, index) => payment(50 * n + index));
      await costOfBatch(...batch);
    }
    const read = createReadReports({ ...reports(), clock: new TestClock(NOON + 1) });
    const cost = await costOf(() => read(httpEvent({ method: 'GET', path: '/summary' })));
    // A row has some 120 bytes. There are five other types, and three kinds of what waits.
    expect(cost).toEqual({ calls: 9, writeUnits: 0, readUnits: 3 + 0.5 * 8 });
  });

  test('what 100 customers owe, written down at night: 1 unit for each head, half for each that owes, and the index', async () => {
    for (let n = 1; n < 100; n += 1) {
      await open(stores, opening({ id: `bcus_${n}`, externalReference: `C-${n}` }));
    }
    const night = { ...reports(), clock: new TestClock(NOON + 2 * 86_400_000) };
    const asked = { asOf: '2026-06-19', zone: 'UTC' };
    const cost = await costOf(() => writeSnapshot(asked, NO_DEADLINE, night));
    expect(cost).toEqual({ calls: 105, writeUnits: 0, readUnits: 100 + 50 + 2.5 });
  });

  test('a page of 25 lines of a statement of a period: 1 for the customer, and half a unit for each read of its ends', async () => {
    await costOfBatch(...Array.from({ length: 40 }, (_, index) => payment(index)));
    const read = createReadStatement({ ...deps(), zone: 'UTC' });
    const path = '/customers/{id}/statement';
    const page = (query: Record<string, string>) =>
      costOf(() => read(httpEvent({ method: 'GET', path, id: CUSTOMER, query })));
    const whole = { calls: 2, writeUnits: 0, readUnits: 2 };
    expect(await page({ limit: '25' })).toEqual(whole);
    // Of 41 entries, those at both ends of the halves.
    const { calls, readUnits } = await page({ limit: '25', from: '2026-01-01', to: '2026-01-02' });
    expect(calls).toBeLessThanOrEqual(7);
    expect(readUnits).toBeLessThanOrEqual(1 + 0.5 * 6);
  });

  test('a page of what was presented: 1 for the customer, and half a unit for each 4 kB of all of it', async () => {
    for (let n = 0; n < 40; n += 1) {
      const request = { id: `pr_${n}`, status: 'active', amount: 500, currency: 'ZAR' };
      const url = `https://links.momentpay.io/${n}`;
      await stores.presented.keepPresented(CUSTOMER, { ...request, url, description: 'November' });
    }
    const list = createListPaymentRequests(deps());
    const event = httpEvent({ method: 'GET', id: CUSTOMER, query: { limit: '25' } });
    expect(await costOf(() => list(event))).toEqual({ calls: 2, writeUnits: 0, readUnits: 3 });
  });

  test('a page of exceptions: half a unit for each 4 kB of all rows, and one for each that is shown', async () => {
    for (let n = 0; n < 40; n += 1) {
      const data = { customer_id: `bcus_${n}`, payment_id: `${PAYMENT}${n}` };
      await stores.ledger.hold(heldEvent(amountApplied({ id: `evt_${n}`, data }), 'unmatched'));
    }
    const list = createListExceptions(deps());
    const event = httpEvent({ method: 'GET', path: '/exceptions', query: { limit: '25' } });
    expect(await costOf(() => list(event))).toEqual({ calls: 7, writeUnits: 0, readUnits: 29 });
  });

  test('a webhook: one call of the queue, and none of the table', async () => {
    const sqs = new SQSClient({
      ...localClientConfig('http://127.0.0.1:1'),
      requestHandler: { handle: async (request: object) => ({ response: answerOfQueue(request) }) },
    });
    meter.watchSqs(sqs);
    const key = { id: 'key', bytes: Buffer.alloc(32) };
    const webhook = createWebhook({
      ...deps(),
      queue: new SqsDeliveryQueue(sqs, 'http://127.0.0.1:1/queue'),
      keys: { read: async () => [key], reread: async () => undefined },
      toleranceSeconds: 180,
    });
    const body = JSON.stringify(amountApplied());
    const signature = createHmac('sha256', key.bytes).update(`msg_1.${NOON / 1000}.${body}`);
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(NOON / 1000),
      'webhook-signature': `v1,${signature.digest('base64')}`,
    };
    const cost = await costOf(() => webhook(httpEvent({ body, headers })));
    expect(cost).toEqual({ calls: 1, writeUnits: 0, readUnits: 0 });
  });
});

// How Moment writes the body that it signs is not documented; it is kept as it came.
test.each([
  ['without spaces', undefined, 112],
  ['indented by two', 2, 35],
])(
  "the entry of Moment's reference example, %s, leaves bytes of its kilobyte",
  (_how, space, left) => {
    const event = movement(JSON.stringify(amountApplied(), undefined, space));
    const [entry] = postingOf([event]).entries;
    if (!entry) throw new Error('Nothing is entered');
    expect(bytesLeft(toEntryItem(entry))).toBe(left);
  },
);

test('the other telling of the reference example leaves bytes of its kilobyte', () => {
  const first = postingOf([movement(amountApplied())]);
  const known = { obligation: obligation(), entries: first.entries, toldByBoth: [], doubts: [] };
  const arrival = { movement: movement(paymentRequestPaid()) };
  const { decided } = decide([arrival], known, new Date(NOON).toISOString());
  const outcome = decided[0]?.outcome;
  if (outcome?.kind !== 'duplicate' || !outcome.telling) throw new Error('Nothing is told');
  expect(bytesLeft(toTellingItem(outcome.telling))).toBe(204);
});

test('the head of a ledger with all that it may hold of a payment each leaves bytes of its kilobyte', () => {
  const newestPayments = Array.from({ length: 8 }, (_, n) => ({
    paymentId: `pay_${String(n).padStart(20, '0')}`,
    toldBy: 'application' as const,
    amount: 123_456_789,
  }));
  const paymentRules = {
    min_amount: 100,
    max_amount: 100_000_000,
    underpayment_allowed: true,
    overpayment_allowed: true,
  };
  const at = new Date(NOON).toISOString();
  const told = { balance: -123_456_789, sequence: 123_456, at };
  const head = obligation({
    newestPayments,
    paymentRules,
    atMoment: { ...told, pushed: true },
    sending: told,
    untold: { state: 'push', dueAt: at, since: at, refusals: 2, drift: 'payment_never_told' },
  });
  expect(bytesLeft(toObligationItem(head))).toBe(122);
  const bill = {
    ...head,
    ...{ customerId: CUSTOMER, accountId: CUSTOMER, billDate: '2026-06-18', dueDate: '2026-07-31' },
    paid: 123_456_789,
  };
  expect(bytesLeft(toObligationItem(bill))).toBe(6);
});

function bytesLeft(item: Record<string, unknown>): number {
  return KILOBYTE - itemSize(marshall(item, { removeUndefinedValues: true }) as Item);
}

function payment(n: number) {
  return amountApplied({ id: `evt_${n}`, data: { id: `ob_${n}`, payment_id: `pay_${n}` } });
}

/** The client compares the digest with that of what it sent. */
function answerOfQueue({ body }: { readonly body?: unknown }) {
  const { MessageBody } = JSON.parse(new TextDecoder().decode(body as Uint8Array));
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify({ MessageId: 'm', MD5OfMessageBody })),
  };
}
