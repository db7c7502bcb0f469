import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestMerchant } from '#test/support/local-merchant.ts';
import { request } from '#test/support/sender.ts';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let customer: string;
let presented: string;
beforeAll(async () => {
  merchant = await startTestMerchant();
  const owing = { external_reference: 'STRANGERS', currency: 'ZAR', balance: 2000 };
  const { body } = await request('POST', `${merchant.stack.apiUrl}/customers`, owing);
  customer = String(body['id']);
  const asked = `${merchant.stack.apiUrl}/customers/${customer}/payment-requests`;
  presented = String((await request('POST', asked, {})).body['id']);
}, 60_000);
afterAll(() => merchant.close());

type Server = 'api' | 'sandbox' | 'dynamodb' | 'sqs' | 'secrets';
const urlOf = (server: Server): URL => {
  const { stack, sandbox } = merchant;
  const { dynamodb, sqs, secretsManager } = stack.endpoints;
  const urls = { api: stack.apiUrl, sandbox: sandbox.url, dynamodb, sqs, secrets: secretsManager };
  return new URL(urls[server]);
};

type Write = readonly [Server, method: string, path: string, body: object];

const OF_AN_OBLIGATION = [
  ['POST', 'payment-requests', {}],
  ['POST', 'charges', { amount: 1, reason: 'fee' }],
  ['POST', 'adjustments', { amount: 1, reason: 'goodwill' }],
  ['PUT', 'balance', { balance: 1, reason: 'refresh' }],
  ['POST', 'entries/ANY/reversals', { reason: 'mistake' }],
] as const;

/** Every route that writes, of every server that `npm start` opens. */
const WRITES: readonly Write[] = [
  ['api', 'POST', '/webhooks/moment', {}],
  ...['customers', 'accounts', 'bills'].flatMap((kind): Write[] => [
    ['api', 'POST', `/${kind}`, { external_reference: 'BY-A-PAGE' }],
    ['api', 'PATCH', `/${kind}/STRANGERS`, { metadata: { by: 'a page' } }],
    ...OF_AN_OBLIGATION.map(
      ([method, path, body]): Write => ['api', method, `/${kind}/STRANGERS/${path}`, body],
    ),
  ]),
  ['api', 'POST', '/exceptions/event/resolutions', { action: 'dismiss', reason: 'goodwill' }],
  ['sandbox', 'POST', '/billing/customers', { external_reference: 'BY-A-PAGE' }],
  ['sandbox', 'PATCH', '/billing/customers/STRANGERS', { name: 'By a page' }],
  ['sandbox', 'POST', '/billing/accounts', { customer: 'STRANGERS', external_reference: 'PAGE' }],
  ['sandbox', 'PATCH', '/billing/accounts/STRANGERS', { name: 'By a page' }],
  [
    'sandbox',
    'POST',
    '/billing/bills',
    { customer: 'STRANGERS', external_reference: 'PAGE', currency: 'ZAR', amount_due: 1 },
  ],
  ['sandbox', 'PATCH', '/billing/bills/STRANGERS', { amount_paid: 1 }],
  ['sandbox', 'POST', '/collect/payment_requests', { amount: 1, currency: 'ZAR' }],
  ['sandbox', 'PATCH', '/collect/payment_requests/PRESENTED', { description: 'By a page' }],
  ['sandbox', 'POST', '/sandbox/payments', { customer: 'STRANGERS', amount: 500 }],
  ['sandbox', 'POST', '/sandbox/refunds', { payment: 'pay_by_a_page' }],
  ['sandbox', 'POST', '/sandbox/events', { event: { id: 'evt_by_a_page' } }],
  ['sandbox', 'PUT', '/sandbox/settings', { slow_ms: 1 }],
  ['sandbox', 'POST', '/pay/PRESENTED', {}],
  ['sandbox', 'POST', '/ebp/STRANGERS', {}],
  ['dynamodb', 'POST', '/', { TableName: 'LedgerTable' }],
  ['sqs', 'POST', '/', { Action: 'ListQueues' }],
  ['secrets', 'POST', '/', { SecretId: 'x' }],
];
const SERVERS: readonly Server[] = ['api', 'sandbox', 'dynamodb', 'sqs', 'secrets'];

type Headers = Readonly<Record<string, string>>;
type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; body: string };

/** Says `Host` and all else as it is told to, which `fetch` does not. */
async function ask(
  server: Server,
  method: string,
  path: string,
  headers: Headers,
  body?: object,
): Promise<Answer> {
  const { port } = urlOf(server);
  const filled = path.replace('PRESENTED', presented);
  // What a page may send without asking: it is JSON all the same.
  const type = { 'content-type': 'text/plain' };
  const asked = httpRequest({
    host: '127.0.0.1',
    port,
    method,
    path: filled,
    headers: { ...type, ...headers },
  });
  asked.end(body === undefined ? '' : JSON.stringify(body));
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const codeOf = ({ headers, body }: Answer): unknown =>
  headers['content-type'] === 'application/problem+json' ? JSON.parse(body).code : undefined;

/** What browsers send for a page of elsewhere; none of it can be changed by the page. */
const PAGES: Readonly<Record<string, Headers>> = {
  'of elsewhere': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'of elsewhere, in an old browser': { origin: 'https://evil.example' },
  'of another port': { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' },
  'without an origin, as in a sandboxed frame': { origin: 'null' },
  'that hides its origin': { 'sec-fetch-site': 'cross-site' },
};

describe.each(Object.entries(PAGES))('a page %s writes nothing:', (_, headers) => {
  test.each(WRITES)('%s %s %s', async (server, method, path, body) => {
    const answer = await ask(server, method, path, headers, body);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'local.origin_refused']);
  });
});

describe('a page whose name is made to lead here reaches nothing:', () => {
  test.each(WRITES)('%s %s %s', async (server, method, path, body) => {
    const host = `rebound.example:${urlOf(server).port}`;
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    const answer = await ask(server, method, path, headers, body);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'local.host_refused']);
    expect(JSON.parse(answer.body).detail).toContain(`127.0.0.1:${urlOf(server).port}, localhost:`);
  });

  test.each(SERVERS)('%s, to read', async (server) => {
    const { port } = urlOf(server);
    const hosts = [`rebound.example:${port}`, 'rebound.example', `127.0.0.1:1${port}`, '127.0.0.1'];
    for (const host of [...hosts, `127.0.0.1.rebound.example:${port}`]) {
      expect(codeOf(await ask(server, 'GET', '/', { host }))).toBe('local.host_refused');
    }
  });
});

test('the reference of the API may load what this machine serves, and nothing from elsewhere', async () => {
  const reference = await ask('api', 'GET', '/docs', {});
  expect(reference.headers['content-security-policy']).toContain("default-src 'none'");
  const loaded = [...reference.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at = '']) => at);
  expect(loaded).toHaveLength(4);
  for (const at of loaded.filter((each) => each !== 'data:,')) {
    const { status, body } = await ask('api', 'GET', at, {});
    expect([at, status, body.length > 100]).toEqual([at, 200, true]);
  }
  expect((await ask('api', 'GET', '/openapi.json', {})).body).toContain('"openapi":"3.1.1"');
});

describe.each(SERVERS)('of %s', (server) => {
  test('a page of elsewhere is answered no preflight, and reads nothing', async () => {
    const { port } = urlOf(server);
    const page = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const preflight = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-amz-target,content-type,authorization',
    };
    const answers = [
      await ask(server, 'OPTIONS', '/', { ...page, ...preflight }),
      await ask(server, 'GET', '/', page),
      await ask(server, 'GET', '/', { ...page, 'sec-fetch-mode': 'cors' }),
      await ask(server, 'GET', '/', {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'no-cors',
      }),
      await ask(server, 'HEAD', '/', { 'sec-fetch-site': 'cross-site' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    const served = [
      await ask(server, 'GET', '/', {}),
      await ask(server, 'GET', '/', { origin: `http://127.0.0.1:${port}` }),
    ];
    for (const { headers } of [...answers, ...served]) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('a program is served, whichever name of this machine it calls', async () => {
    const { port } = urlOf(server);
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `[::1]:${port}`,
    ]) {
      const answer = await ask(server, 'POST', '/', { host });
      expect([host, answer.status === 403]).toEqual([host, false]);
      const typed = await ask(server, 'GET', '/', { host, 'sec-fetch-site': 'none' });
      expect([host, typed.status === 403]).toEqual([host, false]);
    }
  });
});

test('the list of routes that write is that of the API and of the sandbox', async () => {
  const written = WRITES.map(([, method, path]) => `${method} ${path}`);
  for (const server of ['api', 'sandbox'] as const) {
    const { body } = await ask(server, 'GET', '/', {});
    const routes = [...body.matchAll(/^ {2}(POST|PUT|PATCH|DELETE) +(?:http:\/\/[^/]+)?(\S+)/gm)];
    expect(routes.length).toBeGreaterThan(2);
    for (const [, method, path = ''] of routes) {
      const form = path.replaceAll(/\{\w+\}/g, '\\w+').replaceAll('/', '\\/');
      expect(written.filter((route) => new RegExp(`^${method} ${form}$`).test(route))).toHaveLength(
        1,
      );
    }
  }
});

test('a payer pays on the page itself, whose link may stand anywhere, but in no frame', async () => {
  const { origin, host } = urlOf('sandbox');
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  const page = await ask('sandbox', 'GET', '/pay/PRESENTED', {
    ...link,
    'sec-fetch-dest': 'document',
  });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(page.headers['x-frame-options']).toBe('DENY');
  const framed = await ask('sandbox', 'GET', '/pay/PRESENTED', {
    ...link,
    'sec-fetch-dest': 'iframe',
  });
  expect(codeOf(framed)).toBe('local.origin_refused');

  // Nothing that was refused above has moved anything.
  const { body } = await request('GET', `${merchant.stack.apiUrl}/customers/${customer}`);
  expect(body).toMatchObject({ balance: 2000 });
  expect((await request('GET', `${origin}/sandbox/deliveries`)).body).toEqual({ data: [] });
  expect((await request('GET', `${merchant.stack.apiUrl}/customers/BY-A-PAGE`)).status).toBe(404);
  expect(page.body).toContain('<button>Pay');

  const form = { host, origin, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' };
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const paid = await ask('sandbox', 'POST', '/pay/PRESENTED', { ...form, ...urlencoded });
  expect([paid.status, paid.headers.location]).toEqual([303, `/pay/${presented}`]);
  expect((await ask('sandbox', 'GET', '/pay/PRESENTED', {})).body).toContain('Paid.');
});
