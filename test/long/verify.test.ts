import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { entryItemKey, headKey, type ItemKey, referenceKey } from '#shared/aws/items/keys.ts';
import { chainStart } from '#shared/models/chain.ts';
import { openingKey } from '#shared/models/entry.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { incoming, open, opening } from '#test/support/factories.ts';
import { runToEnd, VERIFY } from '#test/support/npm-start.ts';
import { SIGNING_KEY, signatureOf } from '#test/support/signing.ts';
import { told } from '#test/support/sound-ledger.ts';
import { storesOver } from '#test/support/stores.ts';
import { CALLER_ARN, startSts } from '#test/support/sts-server.ts';
import { ledgerTable } from '#test/support/template.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';

const TABLE = 'LedgerTable';
const FORGED = { webhookId: 'msg_forged', webhookTimestamp: 1 };
const verify = (...args: string[]) => runToEnd(args, {}, VERIFY);

/** Works on the table that a directory keeps, as `npm start -- --data` leaves it. */
async function onKeptTable(
  directory: string,
  work: (documents: DynamoDBDocumentClient, endpoint: string) => Promise<void>,
): Promise<void> {
  const dynamodb = await startEmbeddedDynamoDb({ directory: join(directory, 'dynamodb') });
  const client = new DynamoDBClient(localClientConfig(dynamodb.endpoint));
  try {
    await work(
      DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
      dynamodb.endpoint,
    );
  } finally {
    client.destroy();
    await dynamodb.close();
  }
}

async function fill(documents: DynamoDBDocumentClient, customers: readonly string[]) {
  await documents.send(new CreateTableCommand(ledgerTable(TABLE)));
  const stores = storesOver(documents, TABLE);
  const deps = {
    ...stores,
    clock: new TestClock(),
    randomness: new TestRandomness(),
    tellings: 'both' as const,
  };
  for (const id of customers) {
    await open(stores, opening({ id, externalReference: `ref-${id}`, balance: 100_000 }));
    await settleEvents(
      [2, 3, 4].map((number) => incoming(told(id, number, number * 1000))),
      NO_DEADLINE,
      deps,
    );
  }
}

/** What a hand can do to the entry of an obligation's third payment, or to the obligation. */
const CORRUPTIONS: Readonly<
  Record<
    string,
    {
      readonly change: (
        id: string,
      ) => UpdateCommand | DeleteCommand | (UpdateCommand | DeleteCommand)[];
      readonly told: readonly RegExp[];
    }
  >
> = {
  bcus_amount: {
    change: (id) => update(third(id), 'amount', -1),
    told: [
      /event_contradicts/,
      /it is -ZAR 0\.01, but the raw event says -ZAR 30\.00/,
      /balance_wrong/,
    ],
  },
  bcus_ending: {
    change: (id) => update(third(id), 'endingBalance', 1),
    told: [/ending_balance_wrong/, /it is ZAR 0\.01, but the entries add up to ZAR 950\.00/],
  },
  bcus_gap: {
    change: (id) => remove(third(id)),
    told: [/sequence_gap/, /entry 3 is missing, which moved the balance by -ZAR 30\.00/],
  },
  bcus_balance: {
    change: (id) => update(headKey(id), 'balance', 0),
    told: [/balance_wrong/, /it is ZAR 0\.00, but the entries add up to ZAR 910\.00/],
  },
  bcus_deletedEvent: {
    change: (id) =>
      new UpdateCommand({
        ...key(third(id)),
        UpdateExpression: 'REMOVE #raw',
        ExpressionAttributeNames: { '#raw': 'raw' },
      }),
    told: [/event_missing/],
  },
  bcus_editedEvent: {
    change: (id) => update(third(id), 'raw', '{"id":"evt_1"}'),
    told: [/event_altered/, /event_contradicts/],
  },
  bcus_repeated: {
    change: (id) => update(entryItemKey(`pay_${id}x4@${id}`), 'sequence', 3),
    told: [/sequence_repeated/, /sequence 3 is there more than once/],
  },
  bcus_reference: {
    change: (id) => remove(referenceKey('customer', `ref-${id}`)),
    told: [/reference_missing/],
  },
  bcus_typeOpening: {
    change: (id) => update(third(id), 'type', 'opening'),
    told: [/key_wrong/, /cause_wrong/, /its cause is an event, and it is opening/],
  },
  bcus_typeAdjustment: {
    change: (id) => update(third(id), 'type', 'adjustment'),
    told: [/key_wrong/, /event_contradicts/, /adjustment_wrong/],
  },
  bcus_typeCharge: {
    change: (id) => update(third(id), 'type', 'charge'),
    told: [/cause_wrong/, /its cause is an event, and it is charge/, /chain_broken/],
  },
  bcus_typeUnknown: {
    change: (id) => update(third(id), 'type', 'gift'),
    told: [/sequence_gap/, /entry 3 is missing/],
  },
  bcus_withoutCause: {
    change: (id) =>
      new UpdateCommand({
        ...key(third(id)),
        UpdateExpression: 'SET #type = :opening REMOVE #raw, #hash, eventId, eventType, dataId',
        ExpressionAttributeNames: { '#type': 'type', '#raw': 'raw', '#hash': 'hash' },
        ExpressionAttributeValues: { ':opening': 'opening' },
      }),
    told: [/key_wrong/, /event_missing/, /what caused it is gone/],
  },
  bcus_unreadable: {
    change: (id) => update(third(id), 'amount', 'much'),
    told: [/sequence_gap/],
  },
  // From here on all adds up.
  bcus_opening: {
    change: (id) => [
      update(entryItemKey(openingKey(id)), 'amount', 50_000),
      update(entryItemKey(openingKey(id)), 'endingBalance', 50_000),
      ...[2, 3, 4].map((number, index) =>
        update(paymentItem(id, number), 'endingBalance', [48_000, 45_000, 41_000][index]),
      ),
      update(headKey(id), 'balance', 41_000),
    ],
    told: [/chain_broken/, /entry 2 was written after another entry 1 than/],
  },
  bcus_newest: {
    change: (id) => [
      remove(paymentItem(id, 4)),
      update(headKey(id), 'balance', 95_000),
      update(headKey(id), 'sequence', 3),
    ],
    told: [/chain_broken/, /entry 3, the newest, is not the one that the obligation ends with/],
  },
  bcus_retyped: {
    change: (id) => update(third(id), 'description', 'a gift'),
    told: [/chain_broken/, /entry 4 was written after another entry 3 than/],
  },
  bcus_evidence: {
    change: (id) => update(third(id), 'signature', 'c2lnbmVk'),
    told: [/chain_broken/],
  },
};

const paymentItem = (id: string, number: number) => entryItemKey(`pay_${id}x${number}@${id}`);
const third = (id: string) => paymentItem(id, 3);
const key = (item: ItemKey) => ({ TableName: TABLE, Key: item });
const remove = (item: ItemKey) => new DeleteCommand(key(item));
const update = (item: ItemKey, name: string, value: unknown) =>
  new UpdateCommand({
    ...key(item),
    UpdateExpression: 'SET #name = :value',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':value': value },
  });

test('a kept ledger holds until somebody changes it by hand; then each change is told', async () => {
  const directory = temporaryDirectory();
  const ids = Object.keys(CORRUPTIONS);
  await onKeptTable(directory, (documents) => fill(documents, [...ids, 'bcus_sound']));
  const sound = await verify('--data', directory);
  expect(sound.output).toMatch(
    /Not looked at: the queue of deliveries \(--queue NAME\); .*\nEvery promise holds/,
  );
  expect(sound.output).toContain(`${ids.length + 1} obligations, ${(ids.length + 1) * 4} entries`);
  expect(sound.code).toBe(0);

  await onKeptTable(directory, async (documents) => {
    for (const command of ids.flatMap((id) => CORRUPTIONS[id]?.change(id) ?? [])) {
      await documents.send(command as UpdateCommand);
    }
  });
  const broken = await verify('--data', directory, '--show', '100');
  const told = Map.groupBy(broken.output.split('\n\n'), (part) => /^bcus_\w+/m.exec(part)?.[0]);
  for (const id of ids) {
    for (const words of CORRUPTIONS[id]?.told ?? []) expect(told.get(id)?.join()).toMatch(words);
  }
  for (const id of ['bcus_unreadable', 'bcus_typeUnknown']) {
    expect(broken.output).toContain(`the item pay_${id}x3 ${id} is not as our code`);
  }
  expect(told.has('bcus_sound')).toBe(false);
  expect(broken.code).toBe(1);

  const json = await verify('--data', directory, '--show', '1', '--json');
  expect(json.code).toBe(1);
  const report = JSON.parse(json.output.slice(json.output.indexOf('{')));
  expect(report).toMatchObject({ holds: false, obligations: ids.length + 1 });
  expect(report.breaches).toHaveLength(1);
  expect(report.breach_count).toBeGreaterThan(ids.length);
}, 240_000);

test('with the keys, what Moment did not sign is told, though all adds up and the chain is whole', async () => {
  const directory = temporaryDirectory();
  const forged = incoming(told('bcus_A', 5, 5000), {
    signature: signatureOf(Buffer.of(1), FORGED),
  });
  await onKeptTable(directory, async (documents) => {
    await fill(documents, ['bcus_A', 'bcus_B']);
    const deps = { ledger: storesOver(documents, TABLE).ledger, clock: new TestClock() };
    const world = { randomness: new TestRandomness(), tellings: 'both' as const };
    await settleEvents([forged], NO_DEADLINE, { ...deps, ...world });
  });
  const keys = join(directory, 'keys.json');
  const key = Buffer.from(SIGNING_KEY.bytes).toString('base64');
  writeFileSync(keys, JSON.stringify({ 'key-1': { key, retired_at: '2030-01-01T00:00:00Z' } }));

  const without = await verify('--data', directory);
  expect(without.output).toContain('Every promise holds');
  expect(without.output).toMatch(/Not looked at: .*whether Moment signed it \(--keys FILE\)/);

  const withKeys = await verify('--data', directory, '--keys', keys);
  expect(withKeys.output).toContain('1 breach found');
  expect(withKeys.output).toMatch(/^bcus_A\n.*\(signature_wrong\)\n.*no key made the signature/m);
  expect(withKeys.output).toMatch(/entry 5 {2}payment {2}-ZAR 50\.00/);
  expect(withKeys.output).toContain('7 signatures checked against the keys');
  expect(withKeys.output).not.toContain('whether Moment signed');
  expect(withKeys.output).not.toContain(key);
  expect(withKeys.code).toBe(1);

  for (const [text, words] of [
    ['{}', 'holds no signing keys'],
    [JSON.stringify({ old: `${key}=` }), 'Signing key "old" is not base64'],
    [key, 'must be JSON such as'],
    ['', 'must be JSON such as'],
    ['[]', 'must be JSON such as'],
    [`whsec_${key}`, 'must be JSON such as'],
  ] as const) {
    writeFileSync(keys, text);
    const refused = await verify('--data', directory, '--keys', keys);
    expect(refused.output).toContain(words);
    expect(refused.output).not.toContain(key);
    expect(refused.output).not.toMatch(/ServiceError|^ +at /m);
    expect(refused.code).toBe(2);
  }
}, 240_000);

test('a table is verified as on AWS; Ctrl-C keeps how far it came, and --resume goes on', async () => {
  const directory = temporaryDirectory();
  await onKeptTable(directory, async (documents, endpoint) => {
    await fill(documents, ['bcus_A', 'bcus_B']);
    // Enough for several pages of 1 MB.
    for (let number = 0; number < 12; number += 1) {
      const { Item } = await documents.send(new GetCommand(key(headKey('bcus_A'))));
      const id = `bcus_big${number}`;
      const metadata = { filling: 'x'.repeat(300_000) };
      const big = { ...Item, pk: id, balance: 0, sequence: 0 };
      const newestHash = chainStart({ id, externalReference: id });
      const own = { externalReference: id, newestHash, metadata };
      await documents.send(new PutCommand({ TableName: TABLE, Item: { ...big, ...own } }));
      const reference = { ...referenceKey('customer', id), obligationId: id };
      await documents.send(new PutCommand({ TableName: TABLE, Item: reference }));
    }
    const sts = await startSts();
    onTestFinished(sts.close);
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    const checkpoint = join(directory, 'checkpoint.json');
    const run = (args: string[], interrupt = false) =>
      runToEnd(['--table', TABLE, ...args], env, VERIFY, (output, child) => {
        if (interrupt && !child.killed && output.includes('read units')) child.kill('SIGINT');
      });
    const stopped = await run(['--units-per-second', '20', '--checkpoint', checkpoint], true);
    expect(stopped.code).toBe(2);
    expect(stopped.output).toContain(`in us-east-1, as ${CALLER_ARN}\n`);
    expect(stopped.output).toContain(
      `npm run verify -- --table ${TABLE} --units-per-second 20 --checkpoint ${checkpoint} --resume`,
    );
    expect(existsSync(checkpoint)).toBe(true);
    const resumed = await run(['--checkpoint', checkpoint, '--resume']);
    expect(resumed.output).toContain('14 obligations, 8 entries');
    expect(resumed.code).toBe(0);
    expect(existsSync(checkpoint)).toBe(false);

    const other = await runToEnd(['--table', 'Nothing'], env, VERIFY);
    expect(other.code).toBe(2);
    expect(other.output).toContain('There is no such table');
  });
}, 240_000);
