import { parse } from 'csv-parse/sync';
import { beforeEach, expect, test } from 'vitest';
import { playSandbox } from '#test/support/played-sandbox.ts';

const { fetchFrom, get, post } = playSandbox();
const today = new Date().toISOString().slice(0, 10);

beforeEach(async () => {
  await post('/billing/accounts', {
    customer: { external_reference: 'UCR1', currency: 'ZAR', balance: 9000 },
    external_reference: 'ACC1',
    currency: 'ZAR',
    balance: 5000,
  });
});

const pay = async (body: object) => (await post('/sandbox/payments', body)).body;
const giveBack = (body: object) => post('/sandbox/refunds', body);
async function report(query = '') {
  const response = await fetchFrom(`/sandbox/reconciliation-report${query}`);
  const rows: string[][] = parse(await response.text(), { relax_column_count: true });
  const at = rows.findIndex((row) => row.includes('reconciliation_id'));
  const columns = rows[at] ?? [];
  return {
    name: response.headers.get('content-disposition'),
    preamble: rows.slice(0, at),
    columns,
    rows: rows
      .slice(at + 1)
      .map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
  };
}

test('a payment is shown by its id, with what the reports call it', async () => {
  const { id } = await pay({ account: 'ACC1', amount: 500 });
  const { body } = await get(`/collect/payments/${id}`);
  expect(body).toMatchObject({
    id,
    status: 'succeeded',
    amount: 500,
    currency: 'ZAR',
    external_reference: 'ACC1',
    reconciliation_reference: expect.stringMatching(/^[0-9a-f]{24}$/),
    mode: 'test',
  });
  expect(Object.keys(body)).not.toContain('customer_reference');
  expect((await get('/collect/payments/pay_none')).status).toBe(404);
});

test('the report of a day has its payments and its refunds below a preamble', async () => {
  const { id } = await pay({ account: 'ACC1', amount: 500 });
  const { body: refund } = await giveBack({ payment: id, amount: 120 });
  const { body: payment } = await get(`/collect/payments/${id}`);
  const { name, preamble, columns, rows } = await report();
  expect(name).toMatch(/"\d{8}_Moment_Recon_[0-9a-f-]{36}_\d{8}\.csv"/);
  expect(preamble.map(([cell]) => cell)).toEqual([
    'Moment Merchant Reconciliation Report',
    'Version',
    'Merchant',
    'From',
    'To',
  ]);
  expect(preamble[3]).toEqual(['From', `${today}T00:00:00Z`]);
  expect(columns.slice(0, 9)).toEqual([
    'transaction_type',
    'transaction_timestamp',
    'reconciliation_id',
    'merchant_reference_id',
    'payment_method',
    'payment_method_tender',
    'customer_reference',
    'country',
    'presentment_currency',
  ]);
  expect(rows).toMatchObject([
    {
      transaction_type: 'Payment',
      reconciliation_id: payment.reconciliation_reference,
      merchant_reference_id: 'ACC1',
      customer_reference: 'UCR1',
      presentment_currency: 'ZAR',
      presentment_amount: '5.00',
      payment_id: id,
    },
    {
      transaction_type: 'Refund',
      reconciliation_id: refund.reconciliation_reference,
      presentment_amount: '-1.20',
      payment_id: id,
    },
  ]);
});

test('the report of another day is empty, and what is no day is refused', async () => {
  await pay({ account: 'ACC1', amount: 500 });
  expect((await report('?day=2020-02-28')).rows).toEqual([]);
  expect((await report('?day=2020-02-28')).preamble[4]).toEqual(['To', '2020-02-29T00:00:00Z']);
  expect((await get('/sandbox/reconciliation-report?day=2020-02-30')).status).toBe(400);
});

test('no more is given back than was paid', async () => {
  const { id } = await pay({ account: 'ACC1', amount: 500 });
  expect(await giveBack({ payment: id, amount: 501 })).toMatchObject({ status: 409 });
  expect(await giveBack({ payment: id, amount: 200 })).toMatchObject({ status: 201 });
  expect((await giveBack({ payment: id })).body.amount).toBe(300);
  expect(await giveBack({ payment: id })).toMatchObject({ status: 409 });
  expect(await giveBack({ payment: 'pay_none' })).toMatchObject({ status: 404 });
});

test('a refund changes no balance at Moment, and no event tells of it', async () => {
  const { id } = await pay({ account: 'ACC1', amount: 500 });
  const before = (await get('/sandbox/deliveries')).body.data.length;
  await giveBack({ payment: id });
  expect((await get('/billing/accounts/ACC1')).body.balance).toBe(4500);
  expect((await get('/sandbox/deliveries')).body.data).toHaveLength(before);
});

test('a payment of which nothing is told is in the report all the same', async () => {
  const { id } = await pay({ account: 'ACC1', amount: 500, times: 0 });
  expect((await get('/sandbox/deliveries')).body.data).toEqual([]);
  expect((await report()).rows).toMatchObject([{ payment_id: id }]);
});

test('the payment of a Payment Request has the reference of that', async () => {
  const asked = { amount: 700, currency: 'ZAR', external_reference: 'ORDER-1' };
  const { body: request } = await post('/collect/payment_requests', asked);
  await pay({ payment_request: request.id });
  expect((await report()).rows).toMatchObject([
    { merchant_reference_id: 'ORDER-1', customer_reference: '', presentment_amount: '7.00' },
  ]);
});
