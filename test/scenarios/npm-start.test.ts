import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sendPoison } from '#test/support/local-merchant.ts';
import { FREE_PORTS, runToEnd, start, VERIFY } from '#test/support/npm-start.ts';
import { request, sendWebhook } from '#test/support/sender.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

test('the first screen shows a payment reconciled, then a line per delivery; Ctrl-C ends it', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const started = await start(FREE_PORTS, { MOMENT_SIGNING_SECRET: secret });
  await started.printed('Deliveries');
  expect(started.output()).toMatch(
    /signing secret \(from MOMENT_SIGNING_SECRET\) {2}API key sk_test_local$/m,
  );
  expect(started.output()).toMatch(/event settled +applied +ZAR 20\.00 -> 0\.00 +evt_/);
  expect(started.output()).toMatch(/event settled +duplicate +evt_/);
  expect(started.output()).toMatch(/balance +ZAR 0\.00/);
  expect(started.output()).toMatch(/entry +2 +payment +-ZAR 20\.00/);
  expect(started.output()).not.toContain('warning');
  const [, folder = ''] =
    /files put into (\S+)\/incoming are imported/.exec(started.output()) ?? [];
  mkdirSync(join(folder, 'incoming/customers/ZAR'), { recursive: true });
  writeFileSync(join(folder, 'incoming/customers/ZAR/bad.csv'), '');
  await started.printed('file refused  file.empty');

  await sendWebhook(started, '{"id":"evt_1","type":"bill.created","data":{}}', 'msg_1');
  await started.printed('200  bill.created  evt_1');
  await started.printed('ignored  type_without_meaning  evt_1');
  await sendWebhook(started, '{"id":"evt_2"}', 'msg_2', { 'webhook-signature': 'v1,AAAA' });
  await started.printed('401  -  evt_2  delivery.signature_mismatch');
  for (const part of [secret, secret.slice('whsec_'.length)]) {
    expect(started.output()).not.toContain(part);
  }

  const { port } = new URL(started.apiUrl);
  const verified = await runToEnd(['--port', port], {}, VERIFY);
  expect(verified).toEqual({ code: 0, output: expect.stringContaining('Every promise holds') });

  const stoppedAt = performance.now();
  expect(await started.stop('SIGINT')).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(5000);
  expect(existsSync(folder)).toBe(false);
  const gone = await runToEnd(['--port', port], {}, VERIFY);
  expect(gone).toEqual({
    code: 2,
    output: expect.stringContaining(`No \`npm start\` runs at ${port}`),
  });
}, 180_000);

test('a taken port, a bad option and a bad secret are each told with the way out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const option of ['--port', '--sandbox-port', '--dynamodb-port', '--sqs-port']) {
    const taken = await runToEnd([...FREE_PORTS, option, String(port)]);
    expect(taken.code).toBe(1);
    expect(taken.output).toContain(`Port ${port} is taken`);
    expect(taken.output).toContain(`${option} N`);
    if (process.platform === 'linux') expect(taken.output).toContain(`kill ${process.pid}`);
  }

  const option = await runToEnd(['--prot', '1']);
  expect(option.code).toBe(1);
  expect(option.output).toContain("Unknown option '--prot'");
  expect(option.output).toContain('--sandbox-port');

  const badSecret = await runToEnd(FREE_PORTS, { MOMENT_SIGNING_SECRET: 'secret' });
  expect(badSecret.code).toBe(1);
  expect(badSecret.output).toContain('Signing key "MOMENT_SIGNING_SECRET" is ');
  const badKey = await runToEnd(FREE_PORTS, { MOMENT_API_KEY: 'secret' });
  expect(badKey.output).toContain('MOMENT_API_KEY must begin with sk_');

  const help = await runToEnd(['--help']);
  expect(help).toEqual({ code: 0, output: expect.stringContaining('--data DIR') });
}, 180_000);

test('what becomes of each delivery follows it, a poison message is dead at once, and both say so', async () => {
  const data = ['--data', temporaryDirectory()];
  const started = await start([...FREE_PORTS, ...data, '--no-demo', '--retries', '1']);
  await started.printed('Deliveries');
  const { apiUrl, sandboxUrl, sqsUrl } = started;
  const { body } = await request('POST', `${apiUrl}/customers`, {
    external_reference: 'LINE-1',
    currency: 'ZAR',
    balance: 2000,
  });
  const customer = String(body['id']);
  await request('POST', `${sandboxUrl}/sandbox/payments`, { customer, amount: 1500, times: 2 });
  await started.printed(/\d {7}applied {2}ZAR 20\.00 -> 5\.00 {2}evt_\w+ {2}pay_\w+ {2}bcus_/);
  await started.printed(/\d {7}duplicate {2}evt_\w+ {2}pay_\w+ {2}bcus_/);
  const usd = { id: 'pay_1', amount: 1, currency: 'USD', customer_id: customer };
  await deliver(sandboxUrl, { id: 'evt_usd', ...applied(usd) });
  await started.printed('quarantined  currency_mismatch  evt_usd');
  await deliver(sandboxUrl, { id: 'evt_early', ...applied({ ...usd, customer_id: 'bcus_none' }) });
  await started.printed(/unmatched {2}obligation_unknown {2}evt_early {2}pay_\w+ {2}bcus_none/);

  await sendPoison(sqsUrl);
  await started.printed(/unreadable {2}ParseError .*moved to the dead letters/);
  await started.stop('SIGTERM');

  const again = await start([...FREE_PORTS, ...data]);
  onTestFinished(() => void again.stop('SIGKILL'));
  await again.printed('dead letters of earlier: 1');
  expect({ ...again }).toMatchObject({
    signingSecret: started.signingSecret,
    apiKey: started.apiKey,
  });

  const { port } = new URL(again.apiUrl);
  const taken = await runToEnd([...FREE_PORTS, '--port', port]);
  expect(taken).toMatchObject({ code: 1 });
  expect(taken.output).toContain(
    `Port ${port} is taken by process ${again.process.pid}: an \`npm start\` of this folder`,
  );
}, 90_000);

test('who opens either address in a browser is told what is where', async () => {
  const started = await start([...FREE_PORTS, '--no-demo']);
  onTestFinished(() => void started.stop('SIGKILL'));
  for (const url of [started.apiUrl, started.sandboxUrl]) {
    const response = await fetch(url);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain(url === started.apiUrl ? started.sandboxUrl : '/sandbox/payments');
    expect(page).toContain(url === started.apiUrl ? `${url}/webhooks/moment` : '/pay/');
  }
}, 60_000);

function applied(data: object) {
  const at = new Date().toISOString();
  return {
    type: 'obligation.amount_applied',
    data: { ...data, payment_id: 'pay_1', created_at: at, updated_at: at },
  };
}

const deliver = (sandboxUrl: string, event: object) =>
  request('POST', `${sandboxUrl}/sandbox/events`, { event });
