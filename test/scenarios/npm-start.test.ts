import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FREE_PORTS, runToEnd, start, VERIFY } from '#test/support/npm-start.ts';
import { sendWebhook } from '#test/support/sender.ts';

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
