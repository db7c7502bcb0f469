import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Presentation } from '#commands/kit/api-client/api-types.d.ts';
import { type ApiClient, createApiClient } from '#commands/kit/api-client/client.ts';
import { attention, startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { readStatement } from '#test/support/payments.ts';
import { request } from '#test/support/sender.ts';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
let api: ApiClient;
beforeAll(async () => {
  merchant = await startTestMerchant();
  api = createApiClient(merchant.stack.apiUrl);
}, 60_000);
afterAll(() => merchant.close());

const pay = (body: unknown) => request('POST', `${merchant.sandbox.url}/sandbox/payments`, body);
const read = (id: string) => api.GET('/customers/{id}', { params: { path: { id } } });
const present = (id: string, body: Presentation = {}) =>
  api.POST('/customers/{id}/payment-requests', { params: { path: { id } }, body });

// docs.momentco.io, quickstart for customer balances: the body as its curl has it.
const JOHN = {
  external_reference: 'UCR1234567890',
  name: 'John Doe',
  currency: 'ZAR',
  balance: 2000,
};

test("the call of Moment's quickstart works as printed and returns the same fields", async () => {
  const response = await fetch(`${merchant.stack.apiUrl}/customers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk_test_example' },
    body: JSON.stringify(JOHN),
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    ...JOHN,
    id: expect.stringMatching(/^bcus_[a-zA-Z0-9]+$/),
  });
});

test('a second create of the same reference is refused and names the customer', async () => {
  const { data: john } = await read('UCR1234567890');
  expect(await api.POST('/customers', { body: JOHN })).toMatchObject({
    response: { status: 409 },
    error: { code: 'customer.exists', customer: { id: john?.id } },
  });
});

test('a balance is presented, paid, told of twice, reconciled once, and then has nothing due', async () => {
  const presented = await present('UCR1234567890');
  expect(presented.data).toMatchObject({ status: 'active', amount: 2000 });
  const { id, url } = presented.data ?? {};
  expect(await (await fetch(String(url))).text()).toContain('Pay ZAR 20.00');

  const { body: payment } = await pay({ payment_request: id });
  await delivered(payment['events'] as { id: string }[]);
  await untilDrained(merchant);

  expect((await read('UCR1234567890')).data?.balance).toBe(0);
  expect(await readStatement(merchant.stack.apiUrl, 'UCR1234567890')).toMatchObject([
    { sequence: 1, type: 'opening', amount: 2000, ending_balance: 2000 },
    { sequence: 2, type: 'payment', amount: -2000, ending_balance: 0, payment_id: payment['id'] },
  ]);
  expect(await present('UCR1234567890')).toMatchObject({
    response: { status: 409 },
    error: { code: 'balance.nothing_due' },
  });
});

test('a description of any characters is presented, paid, told of and reconciled', async () => {
  const description = 'thanks 😀 ﷽ 𝄞';
  const emoji = { external_reference: 'EMOJI-1', currency: 'ZAR', balance: 700 };
  await api.POST('/customers', { body: emoji });
  const { data: presented } = await present('EMOJI-1', { amount: 700, description });
  const { body: payment } = await pay({ payment_request: presented?.id });
  await delivered(payment['events'] as { id: string }[]);
  await untilDrained(merchant);
  expect((await read('EMOJI-1')).data?.balance).toBe(0);
});

test('a payment for a customer that is not known here is acknowledged, and waits once', async () => {
  const reference = { external_reference: 'EARLY-1', currency: 'ZAR', balance: 5000 };
  const atMoment = await fetch(`${merchant.sandbox.url}/billing/customers`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${merchant.apiKey}`,
      'idempotency-key': 'made-elsewhere',
    },
    body: JSON.stringify(reference),
  });
  expect(atMoment.status).toBe(201);
  const { body: payment } = await pay({ customer: 'EARLY-1', amount: 1500, times: 3 });
  await delivered(payment['events'] as { id: string }[]);
  await untilDrained(merchant);
  expect((await read('EARLY-1')).error).toMatchObject({ code: 'customer.not_found' });
  expect(await attention(merchant, 'unmatched')).toHaveLength(1);
  expect(merchant.errors).toEqual([]);
});

test('an idempotency key makes a create happen once, and its answer come again', async () => {
  const create = () =>
    api.POST('/customers', {
      params: { header: { 'Idempotency-Key': 'create-jane-1' } },
      body: { external_reference: 'JANE-1', currency: 'ZAR', balance: 300 },
    });
  const first = await create();
  const again = await create();
  expect([first.response.status, again.response.status]).toEqual([201, 201]);
  expect(again.response.headers.get('idempotent-replayed')).toBe('true');
  expect(again.data).toEqual(first.data);
});

test('metadata comes back as it was sent, whatever its keys are called', async () => {
  const metadata = { constructor: 'x', toString: 'y' };
  const { data } = await api.POST('/customers', {
    body: { external_reference: 'ODD-1', metadata },
  });
  expect(data).toMatchObject({ metadata });
  expect((await read('ODD-1')).data?.metadata).toEqual(metadata);
});

test('a reference may be 255 characters long, and is found at Moment again', async () => {
  const external_reference = 'L'.repeat(255);
  const atMoment = await fetch(`${merchant.sandbox.url}/billing/customers`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${merchant.apiKey}`,
      'idempotency-key': 'long',
    },
    body: JSON.stringify({ external_reference }),
  });
  expect(atMoment.status).toBe(201);
  const { error } = await api.POST('/customers', { body: { external_reference } });
  expect(error).toMatchObject({ code: 'customer.exists_at_moment' });
});

async function delivered(events: readonly { readonly id: string }[]): Promise<void> {
  for (let polls = 0; polls < 200; polls += 1) {
    const { body } = await request('GET', `${merchant.sandbox.url}/sandbox/deliveries`);
    const deliveries = body['data'] as { event_id: string; state: string }[];
    const left = deliveries.filter(
      ({ event_id, state }) => state === 'pending' && events.some(({ id }) => id === event_id),
    );
    if (left.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The events are not delivered');
}
