import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestMerchant, untilDrained } from '#test/support/local-merchant.ts';
import { request } from '#test/support/sender.ts';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
beforeAll(async () => {
  merchant = await startTestMerchant();
}, 60_000);
afterAll(() => merchant.close());

let references = 0;
let keys = 0;

/** A customer of ours who owes ZAR 20.00. */
async function newCustomer() {
  const external_reference = `PUSH-${++references}`;
  const facts = { external_reference, currency: 'ZAR', balance: 2000 };
  const { body } = await request('POST', `${merchant.stack.apiUrl}/customers`, facts);
  return customer(String(body['id']));
}

function customer(id: string) {
  const ours = (path = '') => `${merchant.stack.apiUrl}/customers/${id}${path}`;
  const theirs = `${merchant.sandbox.url}/billing/customers/${id}`;
  const headers = { authorization: `Bearer ${merchant.apiKey}` };
  return {
    id,
    change: async (path: string, body: object) => {
      const key = { 'idempotency-key': `push-${++keys}` };
      const answer = await request('POST', ours(path), { reason: 'new_charge', ...body }, key);
      expect(answer.status).toBe(201);
      return answer.body;
    },
    pay: async (amount: number) => {
      await request('POST', `${merchant.sandbox.url}/sandbox/payments`, { customer: id, amount });
      await delivered();
    },
    present: async (amount: number) =>
      String((await request('POST', ours('/payment-requests'), { amount })).body['id']),
    presented: async () => {
      const { body } = await request('GET', ours('/payment-requests'));
      const data = body['data'] as readonly { readonly id: string; readonly status: string }[];
      return Object.fromEntries(data.map(({ id, status }) => [id, status]));
    },
    requestAtMoment: async (id: string) => {
      const url = `${merchant.sandbox.url}/collect/payment_requests/${id}`;
      return (await request('GET', url, undefined, headers)).body['expires_at'];
    },
    ours: async () => (await request('GET', ours())).body,
    atMoment: async () => (await request('GET', theirs, undefined, headers)).body['balance'],
    setAtMoment: (balance: number) =>
      request('PATCH', theirs, { balance, currency: 'ZAR' }, headers),
  };
}

const push = () => merchant.stack.invoke('PushFunction', {});
const settle = (settings: object) =>
  request('PUT', `${merchant.sandbox.url}/sandbox/settings`, settings);

/** Whatever Moment has to tell is told, and settled. */
async function delivered(): Promise<void> {
  for (;;) {
    const { body } = await request('GET', `${merchant.sandbox.url}/sandbox/deliveries`);
    const all = body['data'] as readonly { readonly state: string }[];
    if (all.every(({ state }) => state === 'delivered')) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await untilDrained(merchant);
}

test('Moment is told of a charge, and what is shown says so', async () => {
  const { change, ours, atMoment } = await newCustomer();
  await change('/charges', { amount: 700 });
  expect(await atMoment()).toBe(2000);
  await push();
  expect(await atMoment()).toBe(2700);
  expect(await ours()).toMatchObject({ balance: 2700, at_moment: { balance: 2700, sequence: 2 } });
});

test('a payment after a push is not brought back by the next one', async () => {
  const { change, pay, ours, atMoment } = await newCustomer();
  const { id } = await change('/charges', { amount: 700 });
  await push();
  await pay(1000);
  await change(`/entries/${encodeURIComponent(String(id))}/reversals`, { amount: 700 });
  await push();
  expect(await ours()).toMatchObject({ balance: 1000 });
  expect(await atMoment()).toBe(1000);
});

test('a link that asks for more than is owed after a credit is expired, and one of less is not', async () => {
  const { present, presented, change, atMoment, requestAtMoment } = await newCustomer();
  const most = await present(1500);
  const least = await present(500);
  await change('/adjustments', { amount: -1400, reason: 'goodwill' });
  expect(await presented()).toMatchObject({ [most]: 'exceeds_balance', [least]: 'open' });
  await push();
  expect(await atMoment()).toBe(600);
  expect(Date.parse(String(await requestAtMoment(most)))).toBeLessThan(Date.now() + 11_000);
  expect(Date.parse(String(await requestAtMoment(least)))).toBeGreaterThan(Date.now() + 60_000);
  expect(await presented()).toMatchObject({ [most]: 'exceeds_balance', [least]: 'open' });
  await expect
    .poll(presented, { timeout: 15_000, interval: 500 })
    .toMatchObject({ [most]: 'expired', [least]: 'open' });
}, 30_000);

test('an update whose answer is lost is done once, and looked for again before it is believed', async () => {
  const { change, ours, atMoment } = await newCustomer();
  await settle({ lose_answers: 1 });
  await change('/charges', { amount: 100 });
  await push();
  expect(await atMoment()).toBe(2100);
  expect(await ours()).toMatchObject({ balance: 2100 });
});

test('an update that is refused for now is sent again', async () => {
  const { change, atMoment } = await newCustomer();
  await settle({ refuse_with_429: { calls: 2, retry_after: 1 } });
  await change('/charges', { amount: 10 });
  const told = async () => {
    await push();
    return atMoment();
  };
  await expect.poll(told, { timeout: 100_000, interval: 1000 }).toBe(2010);
}, 120_000);

test('what somebody else changed at Moment is not overwritten before a person was told', async () => {
  const { change, ours, atMoment, setAtMoment } = await newCustomer();
  await change('/charges', { amount: 700 });
  await push();
  expect((await setAtMoment(9999)).status).toBe(200);
  await change('/charges', { amount: 1 });
  await push();
  expect(await atMoment()).toBe(9999);
  expect(await ours()).toMatchObject({ balance: 2701 });
  // The next change is told by somebody who has seen it.
  await change('/charges', { amount: 1 });
  await push();
  expect(await atMoment()).toBe(2702);
});
