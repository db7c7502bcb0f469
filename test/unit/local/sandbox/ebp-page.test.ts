import { describe, expect, test } from 'vitest';
import { decimalOf, parseDecimal } from '#local/sandbox/decimal.ts';
import { payableOf, whyNotPaid } from '#local/sandbox/payment-rules.ts';
import { playSandbox } from '#test/support/played-sandbox.ts';

const { get, post, put, patch, fetchFrom } = playSandbox();

const CUSTOMER = { external_reference: 'UCR1', name: 'Jane Doe', currency: 'ZAR', balance: 2000 };
const bill = (external_reference: string, parent: object, more: object = {}) =>
  post('/billing/bills', {
    external_reference,
    currency: 'ZAR',
    amount_due: 1500,
    ...parent,
    ...more,
  });

async function open() {
  await post('/billing/customers', CUSTOMER);
  const account = { external_reference: 'ACC1', name: 'Water', currency: 'ZAR', balance: 700 };
  await post('/billing/accounts', { customer: 'UCR1', ...account });
  await bill('INV1', { customer: 'UCR1' }, { due_date: '2030-01-31' });
  await bill('INV2', { account: 'ACC1' });
}

const page = async (reference: string) => (await fetchFrom(`/ebp/${reference}`)).text();
const headingsOf = (html: string) =>
  [...html.matchAll(/<h2><bdi>(.*?)<\/bdi>/g)].map(([, heading]) => heading);
const fieldOf = (html: string, section: string, name: string) =>
  new RegExp(`aria-label="${section}">.*?name="${name}"[^>]*value="([^"]*)"`, 's').exec(html)?.[1];

async function pay(reference: string, section: string, amount: string, html?: string) {
  const shown = html ?? (await page(reference));
  const fields = {
    visit: fieldOf(shown, section, 'visit') ?? '',
    pays: fieldOf(shown, section, 'pays') ?? '',
    amount,
  };
  const response = await fetchFrom(`/ebp/${reference}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return { status: response.status, html: await response.text() };
}
const deliveries = async () => (await get('/sandbox/deliveries')).body.data as { type: string }[];

describe('the page of a payer', () => {
  test('shows the balance, the accounts and the open bills of a customer', async () => {
    await open();
    await bill('INV3', { customer: 'UCR1' });
    await patch('/billing/bills/INV3', { amount_paid: 1500 });
    const html = await page('UCR1');
    expect(html).toContain('<h1><bdi>Jane Doe</bdi></h1>');
    expect(headingsOf(html)).toEqual(['Balance', 'Account Water', 'Bill INV1', 'Bill INV2']);
    expect(html).toContain('ZAR 20.00 owed');
    expect(html).toContain('ZAR 15.00 owed, due 2030-01-31');
  });

  test('shows one account and its bills, and nothing of the customer beside it', async () => {
    await open();
    expect(headingsOf(await page('ACC1'))).toEqual(['Account Water', 'Bill INV2']);
  });

  test('shows what is in credit as such, and offers no amount', async () => {
    await post('/billing/customers', { ...CUSTOMER, balance: -500 });
    const html = await page('UCR1');
    expect(html).toContain('ZAR 5.00 in credit');
    expect(fieldOf(html, 'Balance', 'amount')).toBe('');
  });

  test('says of a customer without balance and bills that nothing is owed', async () => {
    await post('/billing/customers', { external_reference: 'UCR1' });
    expect(await page('UCR1')).toContain('Nothing is owed.');
    expect((await fetchFrom('/ebp/nobody')).status).toBe(404);
  });

  test('escapes what the merchant wrote', async () => {
    await post('/billing/customers', { ...CUSTOMER, name: '<script>alert(1)</script>' });
    const html = await page('UCR1');
    expect(html).not.toContain('<script');
    expect(html).toContain('&#60;script&#62;');
  });

  test('has no script and no frame around it', async () => {
    await open();
    const { headers } = await fetchFrom('/ebp/UCR1');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('a payer', () => {
  test.each([
    ['UCR1', 'Balance', '/billing/customers/UCR1', { balance: 1550 }],
    ['UCR1', 'Account Water', '/billing/accounts/ACC1', { balance: 250 }],
    ['UCR1', 'Bill INV1', '/billing/bills/INV1', { amount_remaining: 1050 }],
    ['ACC1', 'Bill INV2', '/billing/bills/INV2', { amount_remaining: 1050 }],
  ])('at %s pays a part of %s, and the event is delivered', async (at, section, path, after) => {
    await open();
    const { html } = await pay(at, section, '4.50');
    expect(html).toMatch(/Paid\. The receipt is payment pay_\w+\./);
    expect((await get(path)).body).toMatchObject(after);
    expect(await deliveries()).toMatchObject([{ type: 'obligation.amount_applied' }]);
  });

  test('finds the whole of it typed, and pays a bill that is then gone', async () => {
    await open();
    const html = await page('UCR1');
    const whole = fieldOf(html, 'Bill INV1', 'amount') ?? '';
    expect(whole).toBe('15.00');
    const { html: after } = await pay('UCR1', 'Bill INV1', whole, html);
    expect(headingsOf(after)).toEqual(['Balance', 'Account Water', 'Bill INV2']);
    expect((await get('/billing/bills/INV1')).body.status).toBe('paid');
  });

  test('who sends a form twice pays once, whether Moment lowers the balance or not', async () => {
    await put('/sandbox/settings', { moment_lowers: false });
    await open();
    const html = await page('UCR1');
    const first = await pay('UCR1', 'Balance', '1.00', html);
    const again = await pay('UCR1', 'Balance', '1.00', html);
    const receiptOf = (answer: { html: string }) => /pay_\w+/.exec(answer.html)?.[0];
    expect(receiptOf(again)).toBe(receiptOf(first));
    expect(await deliveries()).toHaveLength(1);
    await pay('UCR1', 'Balance', '1.00');
    expect(await deliveries()).toHaveLength(2);
  });

  test.each(['', '0', '-1', '1.234', '1e3', 'all of it', '9999999999999'])(
    'who types %j pays nothing, and is told so',
    async (typed) => {
      await open();
      const { status, html } = await pay('UCR1', 'Balance', typed);
      expect(status).toBe(400);
      expect(html).toContain('<p role="alert">Not paid. ');
      expect(await deliveries()).toEqual([]);
    },
  );

  test('pays at one page nothing of another', async () => {
    await open();
    const others = await page('UCR1');
    const { status, html } = await pay('ACC1', 'Bill INV1', '1.00', others);
    expect(status).toBe(400);
    expect(html).toContain('That is not owed any more.');
    expect(await deliveries()).toEqual([]);
  });

  test('is held to the rules of what is paid', async () => {
    const rules = { min_amount: 100, max_amount: 5000, underpayment_allowed: false };
    await put('/sandbox/settings', { payment_rules: { ...rules, overpayment_allowed: false } });
    await open();
    expect((await pay('UCR1', 'Bill INV1', '14.99')).html).toContain('Pay at least ZAR 15.00.');
    expect((await pay('UCR1', 'Bill INV1', '15.01')).html).toContain('Pay at most ZAR 15.00.');
    expect(await page('UCR1')).toMatch(/name="amount"[^>]* readonly>/);
    expect((await pay('UCR1', 'Bill INV1', '15.00')).status).toBe(200);
  });

  test('finds nothing to pay where there are no rules', async () => {
    await put('/sandbox/settings', { payment_rules: null });
    await post('/billing/customers', CUSTOMER);
    const html = await page('UCR1');
    expect(html).toContain('Nothing can be paid on this.');
    expect(html).not.toContain('<form');
  });
});

test('a form does not pay where JSON is asked for', async () => {
  await open();
  const body = new URLSearchParams({ payment_request: 'pr_1' });
  const refused = await fetchFrom('/sandbox/payments', { method: 'POST', body });
  expect(await refused.json()).toMatchObject({
    detail: expect.stringContaining('must be a JSON object'),
  });
});

const RULES = {
  min_amount: 100,
  max_amount: 1000,
  underpayment_allowed: true,
  overpayment_allowed: true,
};
test.each([
  [500, {}, 100, 1000],
  [500, { underpayment_allowed: false }, 500, 1000],
  [500, { overpayment_allowed: false }, 100, 500],
  [50, { underpayment_allowed: false }, 100, 1000],
  [-500, {}, 100, 1000],
])('of %i owed with %j, from %i to %i can be paid', (outstanding, rules, least, most) => {
  const payable = payableOf(outstanding, { ...RULES, ...rules });
  expect(payable).toEqual({ least, most });
  expect(whyNotPaid(least, 'ZAR', payable)).toBeUndefined();
  expect(whyNotPaid(most, 'ZAR', payable)).toBeUndefined();
  expect(whyNotPaid(least - 1, 'ZAR', payable)).toContain('Pay at least');
  expect(whyNotPaid(most + 1, 'ZAR', payable)).toContain('Pay at most');
});

test.each([
  [50, { overpayment_allowed: false }],
  [-500, { overpayment_allowed: false }],
  [5000, { underpayment_allowed: false }],
])('of %i owed with %j, nothing can be paid', (outstanding, rules) => {
  expect(payableOf(outstanding, { ...RULES, ...rules })).toBeUndefined();
});

test.each([
  ['15.00', 'ZAR', 1500],
  ['15', 'ZAR', 1500],
  ['15,5', 'ZAR', 1550],
  ['0.05', 'ZAR', 5],
  [' 7 ', 'JPY', 7],
  ['1.234', 'KWD', 1234],
  ['12', 'XQX', 12],
])('%s of %s is %i minor units, and back', (typed, currency, minorUnits) => {
  expect(parseDecimal(typed, currency)).toBe(minorUnits);
  expect(parseDecimal(decimalOf(minorUnits, currency), currency)).toBe(minorUnits);
});

test.each([
  ['15.001', 'ZAR'],
  ['1.0', 'JPY'],
  ['1.', 'ZAR'],
  ['.5', 'ZAR'],
])('%s is no amount of %s', (typed, currency) => {
  expect(parseDecimal(typed, currency)).toBeUndefined();
});
