import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startSecretsServer } from '#emulator/aws/secrets-server.ts';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import { announce } from '#local/running.ts';
import { startSandbox } from '#local/sandbox/sandbox.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, incoming, open, opening } from '#test/support/factories.ts';
import { FREE_PORTS, runToEnd, SMOKE, start, VERIFY } from '#test/support/npm-start.ts';
import { hiddenIn, PLANTED, PLANTED_ABOVE } from '#test/support/planted-text.ts';
import { request, sendWebhook } from '#test/support/sender.ts';
import { told } from '#test/support/sound-ledger.ts';
import { storesOver } from '#test/support/stores.ts';
import { ledgerTable } from '#test/support/template.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';

const TABLE = 'LedgerTable';
type Item = Readonly<Record<string, unknown>>;

test('verify shows what somebody wrote into any member of any item, and lets none of it act', async () => {
  const directory = temporaryDirectory();
  const planted = await plantInTable(directory);
  expect(planted).toBeGreaterThan(60);
  const report = await runToEnd(['--data', directory, '--show', '10000'], {}, VERIFY);
  expect(report.code).toBe(1);
  expect(hiddenIn(report.output)).toEqual([]);
  expect(report.output).toContain('\\u{1b}[2J\\u{1b}[H');
  expect(report.output).toContain('\\u{202e}YOB');
  expect(report.output).not.toMatch(/^Every promise holds/m);

  const args = ['--data', directory, '--show', '10000', '--json'];
  const json = await runToEnd(args, {}, VERIFY);
  expect(hiddenIn(json.output)).toEqual([]);
  const verdict = JSON.parse(json.output.slice(json.output.indexOf('{')));
  expect(JSON.stringify(verdict)).toContain(JSON.stringify(PLANTED).slice(1, -1));
}, 120_000);

/** One item for each member of each kind of item, with the planted text in that member. */
async function plantInTable(directory: string): Promise<number> {
  const dynamodb = await startEmbeddedDynamoDb({ directory: join(directory, 'dynamodb') });
  const client = new DynamoDBClient(localClientConfig(dynamodb.endpoint));
  const marshallOptions = { removeUndefinedValues: true };
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions });
  try {
    await documents.send(new CreateTableCommand(ledgerTable(TABLE)));
    const deps = {
      ...storesOver(documents, TABLE),
      clock: new TestClock(),
      randomness: new TestRandomness(),
      tellings: 'both' as const,
    };
    const settle = (event: unknown) => settleEvents([incoming(event)], NO_DEADLINE, deps);
    let planted = 0;
    const sample = await sampleItems('bcus_sample', deps, settle, documents);
    for (const [kind, member] of sample.flatMap(stringMembers)) {
      const id = `bcus_planted${planted}`;
      const items = await sampleItems(id, deps, settle, documents);
      const item = items.find((one) => kindOf(one) === kind && member in one);
      if (!item) continue;
      const Item = { ...item, [member]: `${item[member]}${PLANTED}` };
      await documents.send(new PutCommand({ TableName: TABLE, Item }));
      planted += 1;
    }
    return planted;
  } finally {
    client.destroy();
    await dynamodb.close();
  }
}

type Deps = Parameters<typeof open>[0];

/** All that is kept of one obligation: its payments, one under a planted id, and events that wait or are held. */
async function sampleItems(
  id: string,
  deps: Deps,
  settle: (event: unknown) => Promise<unknown>,
  documents: DynamoDBDocumentClient,
): Promise<readonly Item[]> {
  await open(deps, opening({ id, externalReference: `ref-${id}`, balance: 100_000 }));
  await settle(told(id, 2, 1000));
  const strange = { payment_id: `pay_${id}${PLANTED}`, customer_id: id };
  await settle(amountApplied({ id: `evt_${id}${PLANTED}`, data: { id: `ob_${id}`, ...strange } }));
  const usd = { currency: 'USD', description: PLANTED, payment_id: `pay_usd_${id}` };
  await settle(amountApplied({ id: `evt_usd_${id}`, data: { customer_id: id, ...usd } }));
  const nobody = { customer_id: `${id}nobody`, payment_id: `pay_early_${id}` };
  await settle(amountApplied({ id: `evt_early_${id}`, data: nobody }));
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: TABLE }));
  return Items.filter((item) => new RegExp(`${id}(?!\\d)`).test(JSON.stringify(item)));
}

const kindOf = (item: Item): string => Object.keys(item).sort().join();
const stringMembers = (item: Item): [kind: string, member: string][] =>
  Object.entries(item)
    .filter(([, value]) => typeof value === 'string')
    .map(([member]) => [kindOf(item), member]);

test('npm start shows what strangers send, in each of its lines, and lets none of it act', async () => {
  const started = await start([...FREE_PORTS, '--no-demo', '--verbose', '--retries', '0']);
  onTestFinished(() => void started.stop('SIGKILL'));
  const { apiUrl, sqsUrl } = started;
  const event = (id: string, data: object, type = 'obligation.amount_applied') =>
    JSON.stringify({ id: `${id}${PLANTED}`, type, data });
  const owing = { external_reference: 'PLANTED', currency: 'ZAR', balance: 2000 };
  const { body } = await request('POST', `${apiUrl}/customers`, owing);
  const paid = { id: 'ob_1', amount: 500, currency: 'ZAR', customer_id: body['id'] };
  const of = (payment: string) => ({ ...paid, payment_id: `${payment}${PLANTED}` });

  await sendWebhook(started, event('evt_paid', of('pay_1')), 'msg_1');
  await started.printed(/200 {2}obligation\.amount_applied {2}evt_paid\\u\{1b\}\[2J/);
  await started.printed(/quarantined {2}malformed/);
  await sendWebhook(started, event('evt_type', {}, `x${PLANTED}`), 'msg_2');
  await sendWebhook(
    started,
    event('evt_usd', { ...of('pay_2'), currency: `U${PLANTED}` }),
    'msg_3',
  );
  await sendWebhook(
    started,
    event('evt_early', { ...of('pay_3'), customer_id: `bcus_${PLANTED}` }),
    'msg_4',
  );
  await sendWebhook(started, event('evt_unsigned', {}), 'msg_5', {
    'webhook-signature': 'v1,AAAA',
  });
  await started.printed(/401 {2}obligation\.amount_applied {2}evt_unsigned\\u\{1b\}/);
  await started.printed(/unmatched|quarantined|ignored/);

  const told = { id: 'pr_1', payment_id: 'pay_6', amount: 500, currency: 'ZAR', status: 'paid' };
  const presented = { ...told, description: PLANTED, metadata: { obligation_id: body['id'] } };
  const named = { id: 'evt_told', type: 'payment_request.paid', data: presented };
  await sendWebhook(started, JSON.stringify(named), 'msg_6');
  await started.printed(/applied {2}ZAR 20\.00 -> 15\.00/);
  const statement = await raw(apiUrl, 'GET /customers/PLANTED/entries HTTP/1.1');
  expect(statement).toContain(JSON.stringify(PLANTED).slice(1, 20));
  expect(hiddenIn(statement)).toEqual([]);

  await raw(apiUrl, `GET /nowhere/${PLANTED_ABOVE} HTTP/1.1`);
  const path = `/customers/${encodeURIComponent(PLANTED)}`;
  expect(hiddenIn(await raw(apiUrl, `GET ${path} HTTP/1.1`))).toEqual([]);
  await started.printed(/400 {2}GET {2}\/customers\/%1B/);
  const refused = { ...owing, [`x${PLANTED}`]: PLANTED, name: PLANTED };
  expect((await request('POST', `${apiUrl}/customers`, refused)).status).toBe(400);
  await poison(sqsUrl);
  await started.printed(/unreadable {2}ParseError .*moved to the dead letters/);
  expect(hiddenIn(started.output())).toEqual([]);
}, 60_000);

/** Puts a message on the queue that our webhook never writes. */
async function poison(sqsUrl: string): Promise<void> {
  const client = new SQSClient(localClientConfig(sqsUrl));
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand());
  const QueueUrl = QueueUrls.find((url) => !url.includes('DeadLetters'));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: `poison${PLANTED_ABOVE}` }));
  client.destroy();
}

/** Bytes that no client would send. */
async function raw(url: string, line: string): Promise<string> {
  const { port, host } = new URL(url);
  const socket = connect({ host: '127.0.0.1', port: Number(port) });
  socket.write(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return (await text(socket)).replaceAll('\r\n', '\n');
}

test('what a stack answers, and what its secrets are called, is shown by smoke and does not act', async () => {
  const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const values: Record<string, string> = {
    key: 'sk_test_1',
    keys: JSON.stringify({ [`one${PLANTED}`]: secret }),
  };
  const secrets = await startSecretsServer((name) => ({ arn: name, name, value: values[name] }));
  let answer = { status: 500, body: `<html>${PLANTED}` };
  const stack = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  stack.listen(0, '127.0.0.1');
  await once(stack, 'listening');
  const { port } = stack.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const withdraw = announce({
    pid: process.pid,
    port,
    dynamodb: secrets.endpoint,
    table: `table${PLANTED}`,
    queueUrl: `${secrets.endpoint}/queue`,
    webhookUrl: url,
    secrets: { endpoint: secrets.endpoint, apiKey: 'key', signingKeys: 'keys' },
  });
  onTestFinished(async () => {
    withdraw();
    stack.close();
    await secrets.close();
  });
  const smoke = () => runToEnd(['--port', String(port)], {}, SMOKE);

  const id = `bcus_${PLANTED}`;
  const customer = { id, external_reference: 'SMOKE-local', currency: 'ZAR', balance: 0 };
  const answers = [
    answer,
    { status: 422, body: JSON.stringify({ title: PLANTED, status: 422, code: `x${PLANTED}` }) },
    {
      status: 200,
      body: JSON.stringify({ ...customer, balance_tracked: true, opened_at: PLANTED, sequence: 1 }),
    },
    { status: 200, body: JSON.stringify({ [PLANTED]: 1 }) },
  ];
  for (const one of answers) {
    answer = one;
    const { code, output } = await smoke();
    expect(code).toBeGreaterThan(0);
    expect(hiddenIn(output)).toEqual([]);
    expect(output).toContain('  signing keys   one\\u{1b}[2J');
    expect(output).not.toMatch(/^Every promise holds/m);
  }
  values['keys'] = JSON.stringify({ [`one${PLANTED}`]: 'whsec_short' });
  const faulty = await smoke();
  expect(faulty.output).toMatch(/WRONG .*one\\u\{1b\}/);
  expect(hiddenIn(faulty.output)).toEqual([]);
}, 120_000);

test('what a command is told, and who holds a port, is shown where it is refused', async () => {
  const holder = spawn(process.execPath, [
    '-e',
    "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })",
    PLANTED,
  ]);
  onTestFinished(() => void holder.kill());
  const [port] = await once(holder.stdout.setEncoding('utf8'), 'data');
  const runs = [
    runToEnd([...FREE_PORTS, '--port', String(port).trim()]),
    runToEnd([`--prot${PLANTED}`]),
    runToEnd(['--port', PLANTED]),
    runToEnd(FREE_PORTS, { MOMENT_API_KEY: `sk_ ${PLANTED}` }),
    runToEnd(['--data', `/nowhere${PLANTED}`], {}, VERIFY),
    runToEnd([`--data${PLANTED}`], {}, VERIFY),
    runToEnd(['--port', PLANTED], {}, VERIFY),
    runToEnd(['--customer', PLANTED], {}, SMOKE),
    runToEnd(
      ['--table', PLANTED, '--region', 'eu-west-1'],
      { AWS_EC2_METADATA_DISABLED: 'true' },
      VERIFY,
    ),
    runToEnd([`--events${PLANTED}`], {}, 'test/simulation/main.ts'),
  ];
  for (const { code, output } of await Promise.all(runs)) {
    expect(code).toBeGreaterThan(0);
    expect(output).not.toBe('');
    expect(hiddenIn(output)).toEqual([]);
  }
}, 120_000);

test('what is refused over HTTP hides nothing in the bytes of its answer, nor does the page of a payer', async () => {
  const sandbox = await startSandbox({
    port: 0,
    apiKey: 'sk_test_1',
    signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  });
  onTestFinished(() => sandbox.close());
  const post = async (path: string, body: object) => {
    const headers = {
      authorization: 'Bearer sk_test_1',
      'content-type': 'application/json',
      'idempotency-key': 'key',
    };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await fetch(`${sandbox.url}${path}`, init)).text();
  };
  expect(hiddenIn(await post('/sandbox/payments', { [`x${PLANTED}`]: 1 }))).toEqual([]);
  expect(hiddenIn(await post('/sandbox/payments', { customer: PLANTED, amount: 1 }))).toEqual([]);
  expect(hiddenIn(await raw(sandbox.url, `GET /nowhere/${PLANTED_ABOVE} HTTP/1.1`))).toEqual([]);

  const description = `<b>${PLANTED}`;
  const created = await post('/collect/payment_requests', {
    amount: 1500,
    currency: 'ZAR',
    description,
  });
  expect(JSON.parse(created)).toMatchObject({ description });
  const page = await (await fetch(JSON.parse(created).link.url)).text();
  expect(page).toContain('<bdi>&#60;b&#62;\\u{1b}[2J');
  expect(hiddenIn(page)).toEqual([]);
});
