import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runToEnd, start, VERIFY } from '#test/support/npm-start.ts';
import { addsUp, planPayments, readStatement, settle } from '#test/support/payments.ts';
import { Sender, sendWebhook } from '#test/support/sender.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const FREE_PORTS = ['--port', '0', '--sandbox-port', '0'];

test('kill -9 of everything, and a start with the same data, loses and doubles nothing', async () => {
  const args = [...FREE_PORTS, '--data', temporaryDirectory()];
  const first = await start([...args, '--no-demo']);
  const plan = await planPayments(first.apiUrl, { customers: 10, count: 400, name: 'NINE' });
  const sender = new Sender(first);
  const sent = sender.sendAll(plan.events);
  while (sender.acknowledged < 250) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await first.stop('SIGKILL')).toBeNull();

  const second = await start(args);
  onTestFinished(async () => {
    await second.stop('SIGKILL');
  });
  expect(second.signingSecret).toBe(first.signingSecret);
  sender.moveTo(second);
  await sent;
  expect(sender.refused).toBeGreaterThan(0);
  expect(await settle(second.apiUrl, plan)).toEqual(plan.balances);
  for (const id of plan.customers) {
    const lines = await readStatement(second.apiUrl, id);
    expect(lines).toHaveLength(41);
    expect(addsUp(lines)).toBe(true);
  }
}, 90_000);

test('the first screen shows a payment reconciled, then a line per delivery; Ctrl-C ends it', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const started = await start(FREE_PORTS, { MOMENT_SIGNING_SECRET: secret });
  await started.printed('Deliveries');
  expect(started.signingSecret).toBe(secret);
  expect(started.output()).toMatch(/balance +ZAR 0\.00/);
  expect(started.output()).toMatch(/entry +2 +payment +-ZAR 20\.00/);
  expect(started.output()).not.toContain('warning');

  await sendWebhook(started, '{"id":"evt_1","type":"bill.created","data":{}}', 'msg_1');
  await started.printed('200  bill.created  evt_1');
  await sendWebhook(started, '{"id":"evt_2"}', 'msg_2', { 'webhook-signature': 'v1,AAAA' });
  await started.printed('401  -  evt_2  delivery.signature_mismatch');

  const { port } = new URL(started.apiUrl);
  const verified = await runToEnd(['--port', port], {}, VERIFY);
  expect(verified).toEqual({ code: 0, output: expect.stringContaining('Every promise holds') });

  const stoppedAt = performance.now();
  expect(await started.stop('SIGINT')).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(5000);
  const gone = await runToEnd(['--port', port], {}, VERIFY);
  expect(gone).toEqual({
    code: 2,
    output: expect.stringContaining(`No \`npm start\` runs at ${port}`),
  });
}, 60_000);

test('a taken port, a bad option and a bad secret are each told with the way out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const taken = await runToEnd(['--port', String(port), '--sandbox-port', '0']);
  expect(taken.code).toBe(1);
  expect(taken.output).toContain(`Port ${port} is taken`);

  const option = await runToEnd(['--prot', '1']);
  expect(option.code).toBe(1);
  expect(option.output).toContain("Unknown option '--prot'");
  expect(option.output).toContain('--sandbox-port');

  const badSecret = await runToEnd(FREE_PORTS, { MOMENT_SIGNING_SECRET: 'secret' });
  expect(badSecret.code).toBe(1);
  expect(badSecret.output).toContain('MOMENT_SIGNING_SECRET must be whsec_');

  const help = await runToEnd(['--help']);
  expect(help).toEqual({ code: 0, output: expect.stringContaining('--data DIR') });
}, 60_000);
