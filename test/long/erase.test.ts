import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { entryItemKey, erasureKey } from '#shared/aws/items/keys.ts';
import { createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, incoming } from '#test/support/factories.ts';
import { MemoryMomentApi } from '#test/support/memory-moment-api.ts';
import { runToEnd, VERIFY } from '#test/support/npm-start.ts';
import { storesOver } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';

const TABLE = 'LedgerTable';
const ERASE = 'commands/erase/main.ts';
const SAID = ['--reason', 'TICKET-77'];
const WHO = {
  name: 'Rosalind Quill',
  email: 'quill@example.com',
  phone: '+27831112222',
  metadata: { plan: 'marigold' },
};
const PLANTED = ['Rosalind', 'quill@example.com', '+27831112222', 'marigold'];

/** Works on the table that a directory keeps, as `npm start -- --data` leaves it. */
async function onKeptTable<T>(
  directory: string,
  work: (documents: DynamoDBDocumentClient) => Promise<T>,
): Promise<T> {
  const dynamodb = await startEmbeddedDynamoDb({ directory: join(directory, 'dynamodb') });
  const client = new DynamoDBClient(localClientConfig(dynamodb.endpoint));
  try {
    return await work(
      DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    );
  } finally {
    client.destroy();
    await dynamodb.close();
  }
}

/** Two customers of one name, each with a payment that tells it, and an event of the first that waits. */
async function fill(documents: DynamoDBDocumentClient) {
  await documents.send(new CreateTableCommand(ledgerTable(TABLE)));
  const stores = storesOver(documents, TABLE);
  const deps = {
    ...stores,
    moment: new MemoryMomentApi(),
    clock: new TestClock(),
    randomness: new TestRandomness(),
    tellings: 'both' as const,
  };
  for (const reference of ['first', 'second']) {
    const facts = { external_reference: reference, currency: 'ZAR', balance: 20_000, ...WHO };
    await createObligation(
      { asked: { kind: 'customer', facts }, idempotencyKey: undefined, deadline: NO_DEADLINE },
      deps,
    );
  }
  const tell = (data: object) =>
    settleEvents(
      [incoming(amountApplied({ id: `evt_${JSON.stringify(data).length}`, data: { ...data } }))],
      NO_DEADLINE,
      deps,
    );
  const metadata = { payer: WHO.name };
  await tell({ customer_id: 'bcus_1', payment_id: 'pay_1', metadata });
  await tell({ customer_id: 'bcus_2', payment_id: 'pay_22', metadata });
  await tell({ customer_id: 'bcus_1', payment_id: 'pay_333', metadata, currency: 'USD' });
}

const items = (directory: string) =>
  onKeptTable(directory, async (documents) => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: TABLE }));
    return Items;
  });
/** What was planted, by the keys of the items that hold it. */
async function whereIs(directory: string): Promise<readonly string[]> {
  const found = (await items(directory)).filter((item) =>
    PLANTED.some((text) => JSON.stringify(item).includes(text)),
  );
  return found.map(({ pk, sk }) => `${pk} ${String(sk).replace(/#.*/, '')}`).toSorted();
}

test('erase takes a person out of a kept ledger, and verify goes on to hold it', async () => {
  const directory = temporaryDirectory();
  await onKeptTable(directory, fill);
  const everywhere = await whereIs(directory);
  expect(everywhere).toEqual([
    'bcus_1 PROFILE',
    'bcus_2 PROFILE',
    'pay_1 bcus_1',
    'pay_22 bcus_2',
    'pay_333 EVENT',
  ]);
  const before = await items(directory);
  const erase = (...args: string[]) =>
    runToEnd(['first', ...SAID, '--data', directory, ...args], {}, ERASE);
  const verify = () => runToEnd(['--data', directory], {}, VERIFY);

  const rehearsed = await erase();
  expect(rehearsed.output).toContain('Nothing was changed: this was a rehearsal');
  expect(rehearsed.output).toMatch(/bcus_1 {2}first\n {2}profile {6}would be removed\n/);
  expect(rehearsed.output).toMatch(/raw events {3}1 would be redacted, 0 were before\n/);
  expect(rehearsed.code).toBe(1);
  expect(await items(directory)).toEqual(before);

  const erased = await erase('--yes');
  expect(erased.output).toMatch(/raw events {3}1 redacted/);
  expect(erased.output).toMatch(/left {9}1, .*\n {4}quarantined {2}currency_mismatch {2}evt_/);
  expect(erased.code).toBe(1);
  expect(await whereIs(directory)).toEqual(['bcus_2 PROFILE', 'pay_22 bcus_2', 'pay_333 EVENT']);
  expect((await verify()).output).toMatch(
    /Every promise holds\n.*\n {2}1 raw event redacted and not read, 1 erasure recorded\n/,
  );

  await onKeptTable(directory, async (documents) => {
    const held = (await documents.send(new ScanCommand({ TableName: TABLE }))).Items?.find(
      ({ state }) => state === 'quarantined',
    );
    const decide = { UpdateExpression: 'REMOVE attention, attentionAt' };
    const Key = { pk: held?.['pk'], sk: held?.['sk'] };
    await documents.send(new UpdateCommand({ TableName: TABLE, Key, ...decide }));
  });
  const again = await erase('--yes');
  expect(again.output).toMatch(/none is there\n {2}raw events {3}1 redacted, 1 were before/);
  expect(again.code).toBe(0);
  expect(await whereIs(directory)).toEqual(['bcus_2 PROFILE', 'pay_22 bcus_2']);
  for (const { output } of [rehearsed, erased, again]) {
    expect(PLANTED.filter((text) => output.includes(text))).toEqual([]);
  }
  const sound = await verify();
  expect(sound.output).toContain('2 raw events redacted and not read, 2 erasures recorded');
  expect(sound.code).toBe(0);

  const nobody = await runToEnd(['x', ...SAID, '--data', directory, '--yes'], {}, ERASE);
  expect(nobody.output).toContain('No customer here has the id or external_reference x\n');
  expect(nobody.code).toBe(2);
}, 240_000);

test('whoever takes a raw event away is told, whatever mark is left', async () => {
  const directory = temporaryDirectory();
  await onKeptTable(directory, async (documents) => {
    await fill(documents);
    const forge = (pk: string, sk: string, redacted: object) =>
      documents.send(
        new UpdateCommand({
          TableName: TABLE,
          Key: entryItemKey(`${pk}@${sk}`),
          UpdateExpression: 'SET redacted = :redacted REMOVE #raw',
          ExpressionAttributeNames: { '#raw': 'raw' },
          ExpressionAttributeValues: { ':redacted': redacted },
        }),
      );
    await forge('pay_1', 'bcus_1', { of: 'bcus_1', at: '2026-11-28T12:00:00.000Z' });
    await forge('pay_22', 'bcus_2', { of: 'bcus_1', at: '2026-11-28T12:00:00.000Z' });
  });
  const told = await runToEnd(['--data', directory], {}, VERIFY);
  expect(told.output).toMatch(/bcus_1\n.*\(redaction_unrecorded\)\n.*no erasure of that time/);
  expect(told.output).toMatch(/bcus_2\n.*\(event_missing\)\n.*redacted for bcus_1\n {4}entry 2/);
  expect(told.output).toContain('2 breaches found');
  expect(told.code).toBe(1);
}, 240_000);

test('an erasure whose record is taken away afterwards is told', async () => {
  const directory = temporaryDirectory();
  await onKeptTable(directory, fill);
  await runToEnd(['second', ...SAID, '--data', directory, '--yes'], {}, ERASE);
  await onKeptTable(directory, async (documents) => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: TABLE }));
    const [record] = Items.filter(({ sk }) => String(sk).startsWith('ERASED#'));
    expect(record).toMatchObject({
      pk: 'bcus_2',
      actor: expect.stringMatching(/.@./),
      reason: 'TICKET-77',
    });
    const at = String(record?.['sk']).slice('ERASED#'.length);
    const Key = erasureKey({ of: 'bcus_2', at });
    await documents.send(new DeleteCommand({ TableName: TABLE, Key }));
  });
  const told = await runToEnd(['--data', directory], {}, VERIFY);
  expect(told.output).toMatch(/bcus_2\n.*\(redaction_unrecorded\)/);
  expect(told.code).toBe(1);
}, 240_000);
