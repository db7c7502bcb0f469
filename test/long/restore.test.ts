import { readFileSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { App } from 'aws-cdk-lib';
import { afterAll, expect, test } from 'vitest';
import { type Verdict, verifyLedger } from '#commands/verify/verify-ledger.ts';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { parseConfig } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';
import { DynamoDbLedgerReader } from '#shared/aws/dynamodb-ledger-reader.ts';
import { headKey, type Item, type ItemKey, referenceKey } from '#shared/aws/items/keys.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { addsUp, OWED, planPayments, readStatement, settle } from '#test/support/payments.ts';
import { request, Sender } from '#test/support/sender.ts';
import { ledgerTable } from '#test/support/template.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

type Merchant = Awaited<ReturnType<typeof startTestMerchant>>;

const OWN = 'LedgerTable';
const RESTORED = 'moment-balances-dev-restored';

let merchant: Merchant;
let client: DynamoDBClient;
let documents: DynamoDBDocumentClient;
afterAll(() => stop());

/** The steps of docs/restore.md, on this machine: DynamoDB's own restore is a copy of each item as it was. */
test('a ledger that is restored and cut over to ends at the right balances, and keeps every promise', async () => {
  const directory = temporaryDirectory();
  await start({ directory });
  const plan = await planPayments(merchant.stack.apiUrl, { customers: 4, count: 60, name: 'lost' });
  const [before, after, waiting] = [
    plan.events.slice(0, 30),
    plan.events.slice(30, 55),
    plan.events.slice(55),
  ];
  const sender = new Sender(merchant);
  await sender.sendAll(before);
  await untilDrained(merchant);
  const restorePoint = await itemsOf(OWN);

  await sender.sendAll(after);
  const late = await createCustomer('AFTER-THE-RESTORE-POINT');
  const ofLate = payment('late', late, 2500);
  await sender.sendAll([ofLate]);
  await untilDrained(merchant);
  await plant(String(plan.customers[0]));
  expect((await verify(OWN)).breachCount).toBeGreaterThan(0);

  // What is acknowledged while the stack points at neither waits on the queue.
  merchant.stack.eventSources.hold();
  await sender.sendAll(waiting);
  await restore(restorePoint);
  expect((await verify(RESTORED)).breaches).toEqual([]);
  await stop();
  await start({ directory, assembly: cutOver() });
  expect(merchant.stack.output('TableName')).toBe(RESTORED);
  await untilDrained(merchant);
  expect((await verify(RESTORED)).breaches).toEqual([]);
  expect((await balanceOf(late)).status).toBe(404);

  // Moment tells again of what came since, and of more than that; nothing counts twice.
  sender.moveTo(merchant);
  await sender.sendAll([...plan.events, ofLate]);
  await untilDrained(merchant);
  await carryOver(late);
  expect((await balanceOf(late)).body['balance']).toBe(OWED - 2500);

  expect(await settle(merchant.stack.apiUrl, plan)).toEqual(plan.balances);
  for (const id of plan.customers) {
    expect(addsUp(await readStatement(merchant.stack.apiUrl, id))).toBe(true);
  }
  expect((await verify(RESTORED)).breaches).toEqual([]);
  expect(merchant.errors).toEqual([]);
}, 180_000);

test('the page of the restore names what this plays, and what it cannot play', () => {
  const page = readFileSync('docs/restore.md', 'utf8');
  expect(page).toContain('test/long/restore.test.ts');
  for (const step of ['restoredTable', 'npm run verify', 'carry()', 'start-message-move-task']) {
    expect(page).toContain(step);
  }
});

async function start(options: Parameters<typeof startTestMerchant>[0]): Promise<void> {
  merchant = await startTestMerchant(options);
  client = new DynamoDBClient(localClientConfig(merchant.stack.endpoints.dynamodb));
  documents = DynamoDBDocumentClient.from(client);
}

async function stop(): Promise<void> {
  client.destroy();
  await merchant.close();
}

/** The same stack, deployed with the setting that a restore needs. */
function cutOver(): string {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({ context, outdir: temporaryDirectory() });
  new MomentBalancesStack(app, 'moment-balances-dev', {
    config: parseConfig({ backup: { every: 'never' }, removable: true, restoredTable: RESTORED }),
  });
  return app.synth().directory;
}

async function itemsOf(table: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client: documents }, { TableName: table })) {
    items.push(...(page.Items ?? []));
  }
  return items;
}

/** What somebody does by hand in the wrong table: an entry goes, and a balance is changed. */
async function plant(obligationId: string): Promise<void> {
  const entry = (await itemsOf(OWN)).find(
    ({ sk, type }) => sk === obligationId && type === 'payment',
  );
  const Key = { pk: entry?.['pk'], sk: entry?.['sk'] };
  await documents.send(new DeleteCommand({ TableName: OWN, Key }));
  await documents.send(
    new UpdateCommand({
      TableName: OWN,
      Key: headKey(obligationId),
      UpdateExpression: 'SET balance = :b',
      ExpressionAttributeValues: { ':b': 0 },
    }),
  );
}

/** As DynamoDB does it: keys, indexes and items are those of then; nothing else is. */
async function restore(items: readonly Item[]): Promise<void> {
  await client.send(new CreateTableCommand(ledgerTable(RESTORED)));
  for (const item of items) {
    await documents.send(new PutCommand({ TableName: RESTORED, Item: item }));
  }
}

/** `carry` of docs/restore.md: an obligation as a whole, if the restored table has nothing of it. */
async function carryOver(id: string): Promise<void> {
  const head = await itemOf(headKey(id));
  const keys: ItemKey[] = [
    referenceKey('customer', String(head['externalReference'])),
    ...(await keysOf({ KeyConditionExpression: 'pk = :o' }, id)),
    ...(await keysOf({ IndexName: 'statement', KeyConditionExpression: 'obligationId = :o' }, id)),
  ];
  for (const key of keys) {
    await documents
      .send(
        new PutCommand({
          TableName: RESTORED,
          Item: await itemOf(key),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      )
      // The opening is in its partition and in the index.
      .catch((error: Error) => expect(error.name).toBe('ConditionalCheckFailedException'));
  }
}

async function itemOf(Key: ItemKey): Promise<Item> {
  const { Item } = await documents.send(new GetCommand({ TableName: OWN, Key }));
  return Item ?? {};
}

async function keysOf(
  query: { readonly KeyConditionExpression: string; readonly IndexName?: string },
  id: string,
): Promise<ItemKey[]> {
  const keys: ItemKey[] = [];
  const pages = paginateQuery(
    { client: documents },
    { TableName: OWN, ...query, ExpressionAttributeValues: { ':o': id } },
  );
  for await (const { Items = [] } of pages) {
    keys.push(...Items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
  }
  return keys;
}

async function verify(table: string): Promise<Verdict> {
  const reader = new DynamoDbLedgerReader(client, table);
  const verdict = await verifyLedger({ reader, clock: systemClock, indexLagMs: 0 });
  if (!verdict) throw new Error('It was stopped');
  return verdict;
}

async function createCustomer(reference: string): Promise<string> {
  const { body } = await request('POST', `${merchant.stack.apiUrl}/customers`, {
    external_reference: reference,
    currency: 'ZAR',
    balance: OWED,
  });
  return String(body['id']);
}

const balanceOf = (id: string) => request('GET', `${merchant.stack.apiUrl}/customers/${id}`);

function payment(name: string, customer: string, amount: number) {
  return {
    id: `evt_${name}`,
    type: 'obligation.amount_applied',
    data: {
      id: `ob_${name}`,
      amount,
      currency: 'ZAR',
      payment_id: `pay_${name}`,
      customer_id: customer,
    },
  };
}
