import { globSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startMerchant } from '#local/merchant.ts';
import { synthesise } from '#local/synth.ts';
import { amountApplied } from '#test/support/factories.ts';
import { untilDrained } from '#test/support/local-merchant.ts';
import { DESCRIPTION, QUOTING, toldIn, WHO } from '#test/support/planted-person.ts';
import { request, sendWebhook } from '#test/support/sender.ts';

test('what the bundles write while a person is created, presented to, paid for and refused', async () => {
  const lines: string[] = [];
  const assembly = await synthesise(process.env);
  const merchant = await startMerchant({
    assembly,
    port: 0,
    sandboxPort: 0,
    onLog: (functionId, line) => void lines.push(`${functionId} ${line}`),
  });
  onTestFinished(merchant.close);
  const { apiUrl } = merchant.stack;
  const customers = `${apiUrl}/customers`;
  const facts = { external_reference: 'C-1', currency: 'ZAR', balance: 50_000, ...WHO };

  const created = await request('POST', customers, facts);
  expect(created).toMatchObject({ status: 201, body: WHO });
  const statuses = [
    await request('POST', customers, facts),
    await request('POST', customers, { ...facts, [WHO.name]: 1, email: WHO.name }),
    await request('POST', `${customers}/C-1/payment-requests`, { description: DESCRIPTION }),
    await request('POST', `${customers}/C-1/payment-requests`, { expires_at: DESCRIPTION }),
    await request('GET', `${customers}/${encodeURIComponent(WHO.email)}`),
    await request(
      'POST',
      `${customers}/C-1/charges`,
      { amount: 1, reason: 'other', note: DESCRIPTION },
      { 'idempotency-key': 'charge-1' },
    ),
    await request('GET', `${customers}/C-1`),
    await request('GET', `${customers}/C-1/entries?limit=${encodeURIComponent(WHO.phone)}`),
    await request('GET', `${customers}/C-1/entries`),
  ].map(({ status }) => status);
  expect(statuses).toEqual([409, 400, 201, 400, 404, 201, 200, 400, 200]);

  const data = { customer_id: created.body['id'], description: DESCRIPTION, metadata: WHO };
  const event = (id: string, more: object = {}) =>
    JSON.stringify(amountApplied({ id, data: { ...data, ...more } }));
  const delivered = [
    await sendWebhook(merchant, event('evt_1'), 'msg_1'),
    await sendWebhook(merchant, event('evt_2', { payment_id: 'pay_2', currency: 'USD' }), 'msg_2'),
    await sendWebhook(merchant, event('evt_3', { amount: WHO.name }), 'msg_3'),
    await sendWebhook(merchant, QUOTING, 'msg_4'),
    await sendWebhook(merchant, event('evt_5'), 'msg_5', { 'webhook-signature': 'v1,AAAA' }),
  ].map(({ status }) => status);
  expect(delivered).toEqual([200, 200, 200, 200, 401]);
  await untilDrained(merchant);
  await merchant.stack.invoke(sweepOf(assembly), {});

  for (const message of ['customer.created', 'balance.presented', 'request.refused']) {
    expect(lines.join('\n')).toContain(message);
  }
  expect(lines.join('\n')).toMatch(/event\.settled.*quarantined/);
  expect(lines.join('\n')).toContain('sweep.done');
  expect(lines.join('\n')).toContain('"_aws"');
  expect(toldIn(lines.join('\n'))).toEqual([]);
}, 120_000);

/** Its logical id. */
function sweepOf(assembly: string): string {
  const [path = ''] = globSync(`${assembly}/*.template.json`);
  const { Resources } = JSON.parse(readFileSync(path, 'utf8')) as {
    Resources: Record<string, { Type: string }>;
  };
  const [sweep = ''] = Object.entries(Resources).flatMap(([id, { Type }]) =>
    Type === 'AWS::Lambda::Function' && id.startsWith('Sweep') ? [id] : [],
  );
  return sweep;
}
