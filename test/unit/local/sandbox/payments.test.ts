import { beforeEach, describe, expect, test } from 'vitest';
import { playSandbox } from '#test/support/played-sandbox.ts';

const { get, post, put } = playSandbox();

let customer_id: string;
let account_id: string;
let bill_id: string;
beforeEach(async () => {
  const { body: bill } = await post('/billing/bills', {
    account: {
      customer: { external_reference: 'UCR1', currency: 'ZAR', balance: 9000 },
      external_reference: 'ACC1',
      currency: 'ZAR',
      balance: 5000,
    },
    external_reference: 'INV1',
    currency: 'ZAR',
    amount_due: 2000,
  });
  ({ customer_id, account_id, id: bill_id } = bill);
});

const pay = async (body: object) => (await post('/sandbox/payments', body)).body;
const applied = async (body: object) => (await pay(body)).events[0].data;
const balances = async () => ({
  customer: (await get('/billing/customers/UCR1')).body.balance,
  account: (await get('/billing/accounts/ACC1')).body.balance,
  bill: (await get('/billing/bills/INV1')).body.amount_remaining,
});
const present = async (obligation_id: string) =>
  (
    await post('/collect/payment_requests', {
      amount: 700,
      currency: 'ZAR',
      metadata: { obligation_id },
    })
  ).body.id as string;
const idOf = (kind: string) =>
  ({ customer: customer_id, account: account_id, bill: bill_id })[kind];

describe.each([
  ['customer', 'UCR1', { customer: 8500, account: 5000, bill: 2000 }],
  ['account', 'ACC1', { customer: 9000, account: 4500, bill: 2000 }],
  ['bill', 'INV1', { customer: 9000, account: 5000, bill: 1500 }],
])('a payment of 500 on a %s', (kind, reference, after) => {
  test('is told by its id alone, and lowers it and nothing else', async () => {
    const data = await applied({ [kind]: reference, amount: 500 });
    expect(data).toMatchObject({ amount: 500, currency: 'ZAR', [`${kind}_id`]: idOf(kind) });
    expect(Object.keys(data).filter((key) => /^(customer|account|bill)_id$/.test(key))).toEqual([
      `${kind}_id`,
    ]);
    expect(await balances()).toEqual(after);
  });

  test('may be made by its id, and in its currency only', async () => {
    const paid = await applied({ [kind]: idOf(kind), amount: 500, currency: 'ZAR' });
    expect(paid[`${kind}_id`]).toBe(idOf(kind));
    const refused = await post('/sandbox/payments', {
      [kind]: idOf(kind),
      amount: 500,
      currency: 'USD',
    });
    expect(refused.status).toBe(400);
    expect(await balances()).toEqual(after);
  });
});

test('a bill paid in parts is unpaid until all of it is', async () => {
  await pay({ bill: 'INV1', amount: 1999 });
  expect((await get('/billing/bills/INV1')).body).toMatchObject({
    status: 'unpaid',
    amount_paid: 1999,
    amount_remaining: 1,
  });
  await pay({ bill: 'INV1', amount: 1 });
  expect((await get('/billing/bills/INV1')).body).toMatchObject({
    status: 'paid',
    amount_paid: 2000,
    amount_remaining: 0,
  });
});

describe('the names in an event', () => {
  test.each([
    ['customer', 'all', ['customer_id']],
    ['account', 'all', ['account_id', 'customer_id']],
    ['bill', 'all', ['account_id', 'bill_id', 'customer_id']],
  ])('of a %s are, for %s, %j', async (kind, names, expected) => {
    const data = await applied({ [kind]: idOf(kind), amount: 1, names });
    const all = { customer_id, account_id, bill_id };
    const told = Object.entries(data).filter(([key]) => key in all);
    expect(told.map(([key]) => key).sort()).toEqual(expected);
    expect(all).toMatchObject(Object.fromEntries(told));
  });

  test.each(['customer', 'account', 'bill'])('of a %s are null but for its own', async (kind) => {
    const data = await applied({ [kind]: idOf(kind), amount: 1, names: 'nulls' });
    const nulls = { customer_id: null, account_id: null, bill_id: null };
    expect(data).toMatchObject({ ...nulls, [`${kind}_id`]: idOf(kind) });
  });

  test('of a bill on a customer have no account', async () => {
    const bill = { external_reference: 'INV2', currency: 'ZAR', amount_due: 5 };
    await post('/billing/bills', { customer: 'UCR1', ...bill });
    const data = await applied({ bill: 'INV2', amount: 1, names: 'all' });
    expect(data).toMatchObject({ customer_id, bill_id: expect.stringMatching(/^bill_/) });
    expect(data).not.toHaveProperty('account_id');
  });
});

describe('a Payment Request', () => {
  test.each(['customer', 'account', 'bill'])(
    'of a %s is told of twice, and lowers it',
    async (kind) => {
      const before = await balances();
      const { id, events } = await pay({ payment_request: await present(String(idOf(kind))) });
      expect(events).toMatchObject([
        { type: 'payment_request.paid', data: { status: 'paid', payment_id: id } },
        { type: 'obligation.amount_applied', data: { payment_id: id, [`${kind}_id`]: idOf(kind) } },
      ]);
      const key = kind as keyof typeof before;
      expect(await balances()).toEqual({ ...before, [key]: before[key] - 700 });
    },
  );

  test('may be told of by two ids of one payment', async () => {
    const asked = { payment_request: await present(bill_id), ids: 'different' };
    const [paid, appliedToBill] = (await pay(asked)).events;
    expect(paid.data.payment_id).toMatch(/^p_/);
    expect(appliedToBill.data.payment_id).toMatch(/^pay_/);
  });

  test('may be told of as paid without the payment', async () => {
    const asked = { payment_request: await present(bill_id), ids: 'missing' };
    const [paid, appliedToBill] = (await pay(asked)).events;
    expect(paid.data).not.toHaveProperty('payment_id');
    expect(appliedToBill.data.payment_id).toMatch(/^pay_/);
  });
});

describe('an applied amount that is not the paid one', () => {
  test('is what the event has and what is lowered', async () => {
    const payment = await pay({ account: 'ACC1', amount: 500, applied_amount: 450 });
    expect(payment).toMatchObject({ amount: 500, events: [{ data: { amount: 450 } }] });
    expect(await balances()).toMatchObject({ account: 4550 });
  });

  test('makes the two events of a Payment Request differ', async () => {
    const asked = { payment_request: await present(bill_id), applied_amount: 650 };
    expect(await pay(asked)).toMatchObject({
      amount: 700,
      events: [{ data: { amount: 700 } }, { data: { amount: 650 } }],
    });
    expect(await balances()).toMatchObject({ bill: 1350 });
  });
});

test('a Moment that does not lower balances moves the amount paid of a bill all the same', async () => {
  await put('/sandbox/settings', { moment_lowers: false });
  for (const kind of ['customer', 'account', 'bill'])
    await pay({ [kind]: idOf(kind), amount: 500 });
  expect(await balances()).toEqual({ customer: 9000, account: 5000, bill: 1500 });
});

test.each([
  ['account', 'bacc_1', { account_id: 'bacc_1' }],
  ['bill', 'bill_1', { bill_id: 'bill_1' }],
])('an %s that Moment does not know is told of by its id', async (kind, id, name) => {
  expect(await applied({ [kind]: id, amount: 1 })).toMatchObject({ ...name, currency: 'ZAR' });
  const unknown = await post('/sandbox/payments', { [kind]: 'UNKNOWN', amount: 1 });
  expect(unknown).toMatchObject({ status: 404 });
});
