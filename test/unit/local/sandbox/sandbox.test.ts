import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '#local/sandbox/sandbox.ts';

const apiKey = 'sk_test_key';
const signingSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const CUSTOMER = { external_reference: 'UCR1', currency: 'ZAR', balance: 2000 };

let sandbox: Sandbox;
let keys = 0;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, apiKey, signingSecret });
});
afterEach(() => sandbox.close());

type Options = { method?: string; body?: unknown; key?: string; bearer?: string };

async function call(path: string, { method = 'POST', body, key, bearer = apiKey }: Options = {}) {
  keys += 1;
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(method !== 'GET' && { 'idempotency-key': key ?? `key-${keys}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    // biome-ignore lint/suspicious/noExplicitAny: every route answers in a shape of its own
    body: (await response.json()) as any,
  };
}

const create = (more: object = {}) =>
  call('/billing/customers', { body: { ...CUSTOMER, ...more } });

describe("Moment's API in the sandbox", () => {
  test('asks for the bearer key', async () => {
    expect(await call('/billing/customers', { body: CUSTOMER, bearer: 'sk_other' })).toMatchObject({
      status: 401,
    });
  });

  test('asks for an Idempotency-Key of letters, digits and hyphens', async () => {
    const answer = await call('/billing/customers', { body: CUSTOMER, key: 'under_score' });
    expect(answer).toMatchObject({ status: 400, body: { status: 400 } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('replays the first answer to a key, and refuses the key for another body', async () => {
    const first = await call('/billing/customers', { body: CUSTOMER, key: 'once' });
    const again = await call('/billing/customers', { body: CUSTOMER, key: 'once' });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = { ...CUSTOMER, external_reference: 'UCR2' };
    expect((await call('/billing/customers', { body: other, key: 'once' })).status).toBe(409);
  });

  test('has one customer to a reference, found by either id', async () => {
    const { body } = await create();
    expect(body).toMatchObject({ ...CUSTOMER, id: expect.stringMatching(/^bcus_[a-zA-Z0-9]+$/) });
    expect((await create()).status).toBe(409);
    for (const id of [body.id, 'UCR1']) {
      expect((await call(`/billing/customers/${id}`, { method: 'GET' })).body).toEqual(body);
    }
  });

  test.each([
    ['a reserved prefix', { external_reference: 'bcus_1' }],
    ['a balance without a currency', { currency: undefined }],
    ['half a cent', { balance: 0.5 }],
    [
      'eleven keys of metadata',
      { metadata: Object.fromEntries([...Array(11)].map((_, i) => [i, ''])) },
    ],
    ['a member it does not know', { colour: 'red' }],
  ])('refuses %s', async (_what, more) => {
    expect((await create(more)).status).toBe(400);
  });

  test('replaces the balance and merges the metadata of a PATCH', async () => {
    const { body } = await create({ metadata: { a: '1' } });
    const patch = { balance: 500, currency: 'ZAR', metadata: { b: '2' } };
    expect(
      (await call(`/billing/customers/${body.id}`, { method: 'PATCH', body: patch })).body,
    ).toMatchObject({ balance: 500, metadata: { a: '1', b: '2' } });
  });
});

describe('a link to pay in the sandbox', () => {
  const request = (more: object = {}) =>
    call('/collect/payment_requests', { body: { amount: 2000, currency: 'ZAR', ...more } });
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

  test.each([
    ['long ago', '2020-01-01T00:00:00Z'],
    ['a moment ago', inMs(-1000)],
    ['long ago in another zone', '2020-01-01T00:00:00+02:00'],
  ])('is never one that expired %s, nor becomes one', async (_, expires_at) => {
    const refusal = { status: 400, body: { detail: 'expires_at: must be in the future' } };
    expect(await request({ expires_at })).toMatchObject(refusal);
    const { body } = await request();
    const path = `/collect/payment_requests/${body.id}`;
    expect(await call(path, { method: 'PATCH', body: { expires_at } })).toMatchObject(refusal);
    expect(await call(path, { method: 'GET' })).toMatchObject({ body: { status: 'active' } });
  });

  test('may expire in a minute, or when the sandbox says', async () => {
    expect(await request({ expires_at: inMs(60_000) })).toMatchObject({ status: 201 });
    expect(await request({ expires_at: null })).toMatchObject({ status: 201 });
  });

  test('has a page that keeps its distance from the edges of a phone', async () => {
    const { body } = await request();
    const page = await (await fetch(body.link.url)).text();
    expect(page).toContain('<meta name="viewport" content="width=device-width">');
    expect(page).toMatch(/body \{[^}]*padding: 0 1\.25rem/);
  });
});

describe('a payment in the sandbox', () => {
  test('lowers the balance, and is told by a signed event until it is acknowledged', async () => {
    const receiver = await startReceiver([503, 200]);
    const { body: customer } = await create();
    sandbox.deliverTo(receiver.url);
    const { body: payment } = await call('/sandbox/payments', {
      body: { customer: 'UCR1', amount: 1500 },
    });
    await receiver.received(2);

    const [first, second] = receiver.requests;
    expect(first?.headers['webhook-id']).toBe(second?.headers['webhook-id']);
    for (const { headers, body } of receiver.requests) {
      const event = new Webhook(signingSecret).verify(body, headers as Record<string, string>);
      expect(event).toMatchObject({
        type: 'obligation.amount_applied',
        data: { amount: 1500, currency: 'ZAR', payment_id: payment.id, customer_id: customer.id },
      });
    }
    const { body } = await call(`/billing/customers/${customer.id}`, { method: 'GET' });
    expect(body.balance).toBe(500);
    const deliveries = await call('/sandbox/deliveries', { method: 'GET' });
    expect(deliveries.body.data).toMatchObject([
      { state: 'delivered', attempts: 2, last_status: 200 },
    ]);
  });

  test('of a request is made once on its page, and told of twice', async () => {
    const { body: customer } = await create();
    const { body: request } = await call('/collect/payment_requests', {
      body: { amount: 700, currency: 'ZAR', metadata: { obligation_id: customer.id } },
    });
    expect(await (await fetch(request.link.url)).text()).toContain('Pay ZAR 7.00');
    for (let click = 0; click < 2; click += 1) await fetch(request.link.url, { method: 'POST' });
    expect(await (await fetch(request.link.url)).text()).toContain('Paid.');
    const { body } = await call('/sandbox/deliveries', { method: 'GET' });
    expect(body.data.map(({ type }: { type: string }) => type).sort()).toEqual([
      'obligation.amount_applied',
      'payment_request.paid',
    ]);
    expect((await call(`/billing/customers/${customer.id}`, { method: 'GET' })).body.balance).toBe(
      1300,
    );
  });

  test.each([
    ['two things at once', { customer: 'UCR1', bill: 'bill_1', amount: 1 }],
    ['no amount', { customer: 'UCR1' }],
    ['a negative amount', { customer: 'UCR1', amount: -1 }],
  ])('is refused for %s', async (_what, body) => {
    await create();
    expect((await call('/sandbox/payments', { body })).status).toBe(400);
  });
});

test.each([
  [
    'payments',
    { customer: 'UCR1', amount: 15.5 },
    'amount: must be a whole number of minor units such as 1500',
  ],
  [
    'payments',
    { customer: 'UCR1', amount: '1500' },
    'amount: must be a whole number of minor units such as 1500',
  ],
  ['payments', { customer: 'UCR1' }, 'amount: is required, in minor units such as 1500'],
  [
    'payments',
    { payment_request: 'pr_1', amount: 5 },
    'amount: must be left out: a payment_request is paid in full',
  ],
  [
    'payments',
    { customer: 'UCR1', amount: 5, ids: 'different' },
    'ids: is for a payment_request, which is told of by two events',
  ],
  [
    'payments',
    { customer: 'UCR1', amount: 5, names: 'none' },
    'names: Invalid option: expected one of "one"|"all"|"nulls"',
  ],
  [
    'payments',
    undefined,
    'the body must be a JSON object, sent with the header content-type: application/json',
  ],
  [
    'events',
    { id: 'evt_1' },
    'event: is required: {"event": {"id": "evt_1", "type": "obligation.amount_applied", "data": {}}}; id is not known here',
  ],
])('POST /sandbox/%s of %j is told what is right', async (path, body, detail) => {
  expect(await call(`/sandbox/${path}`, { body })).toMatchObject({ status: 400, body: { detail } });
});

test('a sandbox with a directory knows its customers and what is still to deliver', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'moment-sandbox-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const options = { port: 0, apiKey, signingSecret, directory };
  await sandbox.close();
  sandbox = await startSandbox(options);
  await create();
  await call('/sandbox/payments', { body: { customer: 'UCR1', amount: 100 } });
  await sandbox.close();

  sandbox = await startSandbox(options);
  expect((await call('/billing/customers/UCR1', { method: 'GET' })).body.balance).toBe(1900);
  const receiver = await startReceiver([200]);
  sandbox.deliverTo(receiver.url);
  await receiver.received(1);
});

/** Answers with these statuses in turn. */
async function startReceiver(statuses: readonly number[]) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ headers: request.headers, body });
    response.writeHead(statuses[requests.length - 1] ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    async received(count: number) {
      const acknowledged = async () => {
        const { body } = await call('/sandbox/deliveries', { method: 'GET' });
        return body.data.every(({ state }: { state: string }) => state === 'delivered');
      };
      while (requests.length < count || !(await acknowledged())) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
