import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sendPoison } from '#test/support/local-merchant.ts';
import { FREE_PORTS, runToEnd, start } from '#test/support/npm-start.ts';
import { request } from '#test/support/sender.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

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

function applied(data: object) {
  const at = new Date().toISOString();
  return {
    type: 'obligation.amount_applied',
    data: { ...data, payment_id: 'pay_1', created_at: at, updated_at: at },
  };
}

const deliver = (sandboxUrl: string, event: object) =>
  request('POST', `${sandboxUrl}/sandbox/events`, { event });
