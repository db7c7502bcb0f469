import { describe, expect, test } from 'vitest';
import { playSandbox } from '#test/support/played-sandbox.ts';

const { get, post, patch } = playSandbox();

const CUSTOMER = { external_reference: 'UCR1', name: 'Jane Doe' };
const ACCOUNT = { external_reference: 'ACC1', name: 'Electricity', currency: 'ZAR', balance: 2000 };
const BILL = { external_reference: 'INV1', currency: 'ZAR', amount_due: 2000 };

const createCustomer = async () => (await post('/billing/customers', CUSTOMER)).body;
const createAccount = async () =>
  (await post('/billing/accounts', { customer: CUSTOMER, ...ACCOUNT })).body;
const createBill = async () => (await post('/billing/bills', { customer: CUSTOMER, ...BILL })).body;

describe('an account in the sandbox', () => {
  test.each(['id', 'external_reference'])('is opened for a customer by %s', async (name) => {
    const customer = await createCustomer();
    const { status, body } = await post('/billing/accounts', {
      customer: customer[name],
      ...ACCOUNT,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^bacc_[a-zA-Z0-9]+$/),
      customer_id: customer.id,
      ...ACCOUNT,
      payment_rules: {
        min_amount: 1,
        max_amount: 99_999_999,
        underpayment_allowed: true,
        overpayment_allowed: true,
      },
    });
    for (const id of [body.id, 'ACC1']) {
      expect(await get(`/billing/accounts/${id}`)).toMatchObject({ status: 200, body });
    }
  });

  test('is opened with a new customer in one call', async () => {
    const account = await createAccount();
    const { body } = await get('/billing/customers/UCR1');
    expect(body).toMatchObject({ ...CUSTOMER, id: account.customer_id });
  });

  test('takes name, currency, balance and metadata of a PATCH, and merges the last', async () => {
    const { id } = (
      await post('/billing/accounts', { customer: CUSTOMER, ...ACCOUNT, metadata: { a: '1' } })
    ).body;
    const sent = { name: 'Water', currency: 'USD', balance: -5 };
    const { body } = await patch(`/billing/accounts/${id}`, { ...sent, metadata: { b: '2' } });
    expect(body).toMatchObject({ id, ...sent, metadata: { a: '1', b: '2' } });
    expect((await get('/billing/accounts/ACC1')).body).toEqual(body);
  });

  test('gets no balance without a currency, and no other reference or customer', async () => {
    const { customer_id } = (
      await post('/billing/accounts', { customer: CUSTOMER, external_reference: 'ACC1' })
    ).body;
    for (const wrong of [{ balance: 1 }, { external_reference: 'ACC2' }, { customer_id }]) {
      expect((await patch('/billing/accounts/ACC1', wrong)).status).toBe(400);
    }
    expect((await get('/billing/accounts/ACC1')).body).not.toHaveProperty('balance');
  });
});

describe('a bill in the sandbox', () => {
  test('on a customer is unpaid, dated today, and of no account', async () => {
    const customer = await createCustomer();
    const { status, body } = await post('/billing/bills', {
      customer: 'UCR1',
      ...BILL,
      due_date: '2030-01-31',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^bill_[a-zA-Z0-9]+$/),
      ...BILL,
      customer_id: customer.id,
      status: 'unpaid',
      amount_paid: 0,
      amount_remaining: 2000,
      bill_date: new Date().toISOString().slice(0, 10),
      due_date: '2030-01-31',
    });
    expect(body).not.toHaveProperty('account_id');
    for (const id of [body.id, 'INV1']) {
      expect((await get(`/billing/bills/${id}`)).body).toEqual(body);
    }
  });

  test('with a nested account and customer creates all three', async () => {
    const { body: bill } = await post('/billing/bills', {
      account: { customer: CUSTOMER, ...ACCOUNT },
      ...BILL,
      bill_date: '2026-01-01',
    });
    const { body: account } = await get('/billing/accounts/ACC1');
    const { body: customer } = await get('/billing/customers/UCR1');
    expect(bill).toMatchObject({
      account_id: account.id,
      customer_id: customer.id,
      bill_date: '2026-01-01',
    });
    expect(account.customer_id).toBe(customer.id);
  });

  test.each([
    [500, { amount_remaining: 1500, status: 'unpaid' }],
    [2000, { amount_remaining: 0, status: 'paid' }],
    [2500, { amount_remaining: -500, status: 'paid' }],
    [0, { amount_remaining: 2000, status: 'unpaid' }],
  ])('of 2000 whose amount_paid becomes %i follows', async (amount_paid, follows) => {
    await createBill();
    await patch('/billing/bills/INV1', { amount_paid: 2000 });
    const { body } = await patch('/billing/bills/INV1', { amount_paid, metadata: { a: '1' } });
    expect(body).toMatchObject({ amount_due: 2000, amount_paid, ...follows, metadata: { a: '1' } });
    expect((await get('/billing/bills/INV1')).body).toEqual(body);
  });

  test.each([{ amount_paid: -1 }, { amount_paid: 100_000_000 }, { amount_due: 1 }])(
    'takes no PATCH of %j',
    async (wrong) => {
      await createBill();
      expect((await patch('/billing/bills/INV1', wrong)).status).toBe(400);
    },
  );
});

describe('of a nested creation in the sandbox', () => {
  test('what comes before the part that is refused stays', async () => {
    await createAccount();
    const taken = await post('/billing/bills', {
      account: { customer: { external_reference: 'UCR2' }, external_reference: 'ACC1' },
      ...BILL,
    });
    expect(taken.status).toBe(409);
    expect((await get('/billing/customers/UCR2')).status).toBe(200);
    expect((await get('/billing/bills/INV1')).status).toBe(404);
  });

  test('nothing is created by a body that is not well formed', async () => {
    const body = { account: { customer: CUSTOMER, external_reference: 'bacc_1' }, ...BILL };
    expect(await post('/billing/bills', body)).toMatchObject({
      status: 400,
      body: {
        detail: 'account.external_reference: must not start with the reserved prefix bacc_',
      },
    });
    expect((await get('/billing/customers/UCR1')).status).toBe(404);
  });

  test('the same key creates nothing twice, and answers the same, refused or not', async () => {
    const nested = { account: { customer: CUSTOMER, ...ACCOUNT }, ...BILL };
    const first = await post('/billing/bills', nested, 'once');
    const again = await post('/billing/bills', nested, 'once');
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again).toMatchObject({ status: 201, body: first.body });
    const refused = await post('/billing/bills', nested, 'another');
    expect(refused.status).toBe(409);
    expect(await post('/billing/bills', nested, 'another')).toMatchObject({
      status: 409,
      body: refused.body,
    });
  });
});

test.each([
  ['accounts', { ...ACCOUNT }, 'must be an id, an external_reference, or an object'],
  ['accounts', { customer: 'nobody', ...ACCOUNT }, 'No customer nobody', 404],
  ['accounts', { customer: { name: 'x' }, ...ACCOUNT }, 'customer.external_reference'],
  [
    'accounts',
    { customer: CUSTOMER, external_reference: 'A', balance: 1 },
    'currency: is required',
  ],
  ['bills', BILL, 'needs exactly one of customer and account'],
  ['bills', { customer: CUSTOMER, account: 'ACC1', ...BILL }, 'needs exactly one of'],
  ['bills', { account: 'ACC9', ...BILL }, 'No account ACC9', 404],
  ['bills', { customer: CUSTOMER, ...BILL, amount_due: 0 }, 'amount_due'],
  ['bills', { customer: CUSTOMER, ...BILL, amount_due: 100_000_000 }, 'amount_due'],
  ['bills', { customer: CUSTOMER, ...BILL, bill_date: '2026-02-30' }, 'bill_date: must be a date'],
])('POST /billing/%s of %j is refused: %s', async (path, body, detail, status = 400) => {
  const answer = await post(`/billing/${path}`, body);
  expect(answer.status).toBe(status);
  expect(answer.body.detail).toContain(detail);
});

test('a reference is one per kind, and the same may be of each kind', async () => {
  const customer = await post('/billing/customers', { external_reference: 'SAME' });
  const account = { customer: 'SAME', external_reference: 'SAME' };
  const bill = { customer: 'SAME', ...BILL, external_reference: 'SAME' };
  expect(customer.status).toBe(201);
  expect((await post('/billing/accounts', account)).status).toBe(201);
  expect((await post('/billing/bills', bill)).status).toBe(201);
  expect((await post('/billing/accounts', account)).status).toBe(409);
  expect((await post('/billing/bills', bill)).status).toBe(409);
});
