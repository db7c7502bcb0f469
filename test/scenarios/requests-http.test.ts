import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLES } from '#commands/openapi/sources.ts';
import { startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { readStatement } from '#test/support/payments.ts';
import { type Recorded, toExamples } from '#test/support/recorded-examples.ts';
import { request, sendWebhook } from '#test/support/sender.ts';

type Call = {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
};

const calls = readCalls(readFileSync('docs/requests.http', 'utf8'));
const recorded: Recorded[] = [];

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
beforeAll(async () => {
  merchant = await startTestMerchant();
  await merchant.stack.invoke('ReportsFunction', {});
}, 60_000);
afterAll(() => merchant.close());

test('the calls of docs/requests.http pass, one after the other, and count the payment once', async () => {
  for (const { name, method, url, headers, body } of calls) {
    const target = url
      .replace('{{api}}', merchant.stack.apiUrl)
      .replace('{{sandbox}}', merchant.sandbox.url);
    await play(name, method, target, body && JSON.parse(body), headers);
    if (method === 'POST' && url.startsWith('{{sandbox}}')) await untilSettled();
  }
  expect(recorded.length).toBeGreaterThanOrEqual(25);
  expect(recorded.filter(({ status }) => status < 200 || status > 299)).toEqual([]);

  const statement = await readStatement(merchant.stack.apiUrl, 'REQUESTS-1');
  expect(statement.map(({ type, amount }) => `${type} ${amount}`)).toEqual([
    'opening 2000',
    'payment -1500',
    'charge 700',
    'adjustment -200',
    'adjustment 2000',
  ]);
  expect(statement.at(-1)).toMatchObject({ sequence: 5, ending_balance: 3000 });
});

/** What an editor has no call for: it needs an id that came before, or is refused. */
const REFUSED: readonly (readonly [name: string, method: string, path: string, body?: object])[] = [
  ['A member is missing', 'POST', '/customers', {}],
  [
    'Without a key, the reference is taken',
    'POST',
    '/customers',
    { external_reference: 'REQUESTS-1' },
  ],
  ['Nobody has it', 'GET', '/customers/NOBODY'],
  ['The cursor is of another list', 'GET', '/customers/REQUESTS-1/entries?cursor=x'],
  [
    'More than is owed',
    'POST',
    '/customers/REQUESTS-1/payment-requests',
    { amount: 999_999, description: 'November' },
  ],
  ['Without a key', 'POST', '/customers/REQUESTS-1/charges', { amount: 700, reason: 'new_charge' }],
];

test('the examples of docs/openapi.json are what these calls are answered', async () => {
  const api = merchant.stack.apiUrl;
  const key = (name: string) => ({ 'idempotency-key': name });
  const again = { balance: 3000 };
  await play(
    'It is that already',
    'PUT',
    `${api}/customers/REQUESTS-1/balance`,
    again,
    key('again'),
  );
  const charge = recorded.find(({ path }) => path.endsWith('/charges'))?.answer as { id: string };
  const reversals = `${api}/customers/REQUESTS-1/entries/${encodeURIComponent(charge.id)}/reversals`;
  const part = { amount: 200, reason: 'billing_error', note: 'Ticket 77' };
  await play('Undo a part of the charge', 'POST', reversals, part, key('undo'));
  const [, payment] = await readStatement(api, 'REQUESTS-1');
  const refunds = `${api}/customers/REQUESTS-1/entries/${encodeURIComponent(`${payment?.id}`)}/reversals`;
  const row = { amount: 100, reason: 'refunded', reconciliation_id: '673bbe2805368010f36e9bee' };
  await play('Refund a part, as a report has it', 'POST', refunds, row, key('refund-of-report'));
  const other = { ...row, amount: 200 };
  await play('The row is another refund', 'POST', refunds, other, key('refund-again'));
  const listed = recorded.find(({ path }) => path.startsWith('/exceptions?'))?.answer;
  const [waiting] = (listed as { data: { id: string }[] }).data;
  await play(
    'Read one of them',
    'GET',
    `${api}/exceptions/${encodeURIComponent(waiting?.id ?? '')}`,
  );
  for (const [name, method, path, body] of REFUSED) await play(name, method, `${api}${path}`, body);
  await deliver('A genuine delivery', {});
  await deliver('A delivery that nobody signed', { 'webhook-signature': 'v1,AAAA' });

  const examples = toExamples(recorded);
  if (process.env['UPDATE_EXAMPLES']) {
    writeFileSync(EXAMPLES, `${JSON.stringify(examples, null, 2)}\n`);
  }
  // Otherwise: npm run openapi
  expect(examples).toEqual(JSON.parse(readFileSync(EXAMPLES, 'utf8')));
});

async function play(
  name: string,
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { status } = response;
  const isJson = response.headers.get('content-type')?.includes('json');
  const answer: unknown = await (isJson ? response.json() : response.text());
  const path = url.replace(merchant.stack.apiUrl, '');
  recorded.push({ name, method, path, body, status, answer });
}

async function deliver(name: string, headers: Record<string, string>): Promise<void> {
  const data = { id: 'ob_2', amount: 500, currency: 'ZAR', payment_id: 'pay_2', bill_id: 'bill_2' };
  const body = { id: 'evt_2', type: 'obligation.amount_applied', data };
  const { status, body: answer } = await sendWebhook(
    merchant,
    JSON.stringify(body),
    'msg_2',
    headers,
  );
  recorded.push({ name, method: 'POST', path: '/webhooks/moment', body, status, answer });
}

async function untilSettled(): Promise<void> {
  for (let polls = 0; polls < 300; polls += 1) {
    const { body } = await request('GET', `${merchant.sandbox.url}/sandbox/deliveries`);
    const deliveries = body['data'] as { state: string }[];
    if (deliveries.length > 0 && deliveries.every(({ state }) => state === 'delivered')) {
      return untilDrained(merchant);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The sandbox never delivered its events');
}

function readCalls(text: string): Call[] {
  const [, ...sections] = text.split(/^### /m);
  return sections.map((section) => {
    const [head = '', ...body] = section.trim().split('\n\n');
    const [name = '', line = '', ...headers] = head.split('\n');
    const [method = '', url = ''] = line.split(' ');
    return {
      name,
      method,
      url,
      headers: Object.fromEntries(
        headers
          .map((header) => header.split(': '))
          .map(([of = '', is = '']) => [of.toLowerCase(), is]),
      ),
      body: body.length > 0 ? body.join('\n\n') : undefined,
    };
  });
}
