import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { readStatement } from '#test/support/payments.ts';
import { request } from '#test/support/sender.ts';

type Call = {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
};

const calls = readCalls(readFileSync('docs/requests.http', 'utf8'));

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
beforeAll(async () => {
  merchant = await startTestMerchant();
  await merchant.stack.invoke('ReportsFunction', {});
}, 60_000);
afterAll(() => merchant.close());

test('the calls of docs/requests.http pass, one after the other, and count the payment once', async () => {
  // What is about an event that waits is asked once that does.
  const isLate = ({ url }: Call) => url.includes('/resolutions');
  const statuses = await askAll(calls.filter((call) => !isLate(call)));
  await untilDelivered();
  await untilDrained(merchant);
  statuses.push(...(await askAll(calls.filter(isLate))));
  expect(statuses).toHaveLength(21);
  expect(statuses.filter(([, status]) => status < 200 || status > 299)).toEqual([]);

  const statement = await readStatement(merchant.stack.apiUrl, 'REQUESTS-1');
  // When the payment is settled the changes may be there, or not.
  expect(statement.map(({ type, amount }) => `${type} ${amount}`).toSorted()).toEqual([
    'adjustment -200',
    'charge 700',
    'opening 2000',
    'payment -1500',
  ]);
  expect(statement.at(-1)).toMatchObject({ sequence: 4, ending_balance: 1000 });
});

async function askAll(asked: readonly Call[]): Promise<[string, number][]> {
  const statuses: [string, number][] = [];
  for (const { name, method, url, headers, body } of asked) {
    const target = url
      .replace('{{api}}', merchant.stack.apiUrl)
      .replace('{{sandbox}}', merchant.sandbox.url);
    const response = await fetch(target, { method, headers, ...(body !== undefined && { body }) });
    statuses.push([name, response.status]);
  }
  return statuses;
}

async function untilDelivered(): Promise<void> {
  for (let polls = 0; polls < 300; polls += 1) {
    const { body } = await request('GET', `${merchant.sandbox.url}/sandbox/deliveries`);
    const deliveries = body['data'] as { state: string }[];
    if (deliveries.length > 0 && deliveries.every(({ state }) => state === 'delivered')) return;
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
      headers: Object.fromEntries(headers.map((header) => header.split(': '))),
      body: body.length > 0 ? body.join('\n\n') : undefined,
    };
  });
}
