import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amountApplied } from '#test/support/factories.ts';
import {
  attention,
  deadLetters,
  startTestMerchant,
  untilDrained,
} from '#test/support/local-merchant.ts';
import { request, sendWebhook } from '#test/support/sender.ts';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let customer: string;
beforeAll(async () => {
  merchant = await startTestMerchant();
  const created = await request('POST', `${merchant.stack.apiUrl}/customers`, {
    external_reference: 'BAD-INPUT',
    currency: 'ZAR',
    balance: 2000,
  });
  customer = String(created.body['id']);
}, 60_000);
afterAll(() => merchant.close());

const event = (id: string, data = {}) =>
  JSON.stringify(amountApplied({ id, data: { customer_id: customer, ...data } }));

describe('the webhook refuses, with a code,', () => {
  const now = () => Math.floor(Date.now() / 1000);
  test.each<[string, number, string, () => Record<string, string>]>([
    [
      'a timestamp with trailing junk',
      400,
      'delivery.header_malformed',
      () => ({ 'webhook-timestamp': `${now()}junk` }),
    ],
    [
      'an old timestamp that was not signed',
      401,
      'delivery.signature_mismatch',
      () => ({ 'webhook-timestamp': String(now() - 181) }),
    ],
    [
      'a timestamp from the future that was not signed',
      401,
      'delivery.signature_mismatch',
      () => ({ 'webhook-timestamp': String(now() + 200) }),
    ],
    [
      'a signature of another key',
      401,
      'delivery.signature_mismatch',
      () => ({ 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` }),
    ],
    [
      'only versions it does not know',
      401,
      'delivery.signature_unsupported',
      () => ({ 'webhook-signature': 'v1a,AAAA' }),
    ],
    ['an empty id', 400, 'delivery.header_malformed', () => ({ 'webhook-id': '' })],
  ])('%s', async (_, status, code, headers) => {
    const answer = await sendWebhook(merchant, event('evt_refused'), 'msg_refused', headers());
    expect(answer).toMatchObject({ status, body: { status, code } });
  });

  test('a body of 1 MiB', async () => {
    const answer = await sendWebhook(merchant, 'x'.repeat(1024 * 1024), 'msg_large');
    expect(answer).toMatchObject({ status: 413, body: { code: 'delivery.too_large' } });
  });

  test('a header that is sent twice', async () => {
    const body = event('evt_repeated');
    const answer = await sendWebhook(merchant, body, 'msg_1', { 'webhook-id': 'msg_1, msg_1' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body['code']).toMatch(/^delivery\./);
  });
});

test('what is signed and not understood is acknowledged, kept and changes no balance', async () => {
  const bodies: Record<string, string | Buffer> = {
    half: event('evt_half', { amount: 0.5 }),
    huge: event('evt_huge').replace('15000', '1e21'),
    negative: event('evt_negative', { amount: -5 }),
    text: event('evt_text', { amount: '2000' }),
    missing: event('evt_missing', { amount: undefined }),
    bytes: Buffer.from([0xff, 0xfe, 0x00, 0x80]),
    empty: '',
    array: '[]',
  };
  for (const [name, body] of Object.entries(bodies)) {
    expect([name, (await sendWebhook(merchant, body, `msg_${name}`)).status]).toEqual([name, 200]);
  }
  await untilDrained(merchant);
  expect(await deadLetters(merchant)).toBe(0);
  expect(merchant.errors).toEqual([]);
  const { body } = await request('GET', `${merchant.stack.apiUrl}/customers/${customer}`);
  expect(body['balance']).toBe(2000);
  expect(await attention(merchant, 'quarantined')).toHaveLength(Object.keys(bodies).length);
});

describe('the API answers', () => {
  const create = (body: string | Buffer) =>
    fetch(`${merchant.stack.apiUrl}/customers`, { method: 'POST', body: Buffer.from(body) });

  test('a body with several problems by naming all of them', async () => {
    const answer = await create('{"external_reference":"bcus_1","balance":0.5,"colour":"red"}');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await answer.json()) as { code: string };
    expect(problem.code).toBe('request.invalid');
    for (const member of ['external_reference', 'balance', 'colour']) {
      expect(JSON.stringify(problem)).toContain(member);
    }
  });

  test.each([
    ['what is not JSON', '{'],
    ['bytes that are not UTF-8', Buffer.from('{"external_reference":"\u00ff"}', 'latin1')],
    ['a list', '[]'],
    ['nothing', ''],
  ])('%s as an invalid request', async (_, body) => {
    const answer = await create(body);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      400,
      'request.invalid',
    ]);
  });

  test('an unknown customer, a bad cursor and a bad limit with a problem of its own', async () => {
    const get = (path: string) => request('GET', `${merchant.stack.apiUrl}/customers/${path}`);
    expect(await get('nobody')).toMatchObject({
      status: 404,
      body: { code: 'customer.not_found' },
    });
    expect(await get(`${customer}/entries?cursor=x`)).toMatchObject({
      status: 400,
      body: { code: 'cursor.invalid' },
    });
    expect(await get(`${customer}/entries?limit=0`)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
    expect(await get('%ff')).toMatchObject({ status: expect.any(Number) });
  });
});

test.each([
  '//',
  '/%',
  '/customers/%ff',
  '/nowhere?',
  '*',
  '/customers//entries',
  '/../../etc/passwd',
])('a request for %s is answered, and the next one too', async (path) => {
  const { port } = new URL(merchant.stack.apiUrl);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });
  expect(status).toBe(404);
  expect((await request('GET', `${merchant.stack.apiUrl}/customers/${customer}`)).status).toBe(200);
});
