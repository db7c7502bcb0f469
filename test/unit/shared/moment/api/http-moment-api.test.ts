import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HttpMomentApi } from '#shared/moment/api/http-moment-api.ts';
import { MomentTransport } from '#shared/moment/api/moment-transport.ts';
import { type MomentServer, startMomentServer } from '#test/support/moment-server.ts';
import { NOON, TestClock, TestRandomness } from '#test/support/world.ts';

const DEADLINE = NOON + 60_000;
const FACTS = { external_reference: 'UCR1234567890', currency: 'ZAR', balance: 20000 };
const ID = 'bcus_H4jp6KnU5cPw263v1jyz4';
const TOLD = { id: ID, externalReference: 'UCR1234567890', currency: 'ZAR', balance: 20000 };
const CUSTOMER = { id: ID, ...FACTS, name: null, email: null, phone: null, payment_rules: null };
const PAYMENT_REQUEST = { id: 'pr_1', status: 'active', amount: 15000, currency: 'ZAR' };

let server: MomentServer;
let moment: HttpMomentApi;

beforeEach(async () => {
  server = await startMomentServer();
  moment = new HttpMomentApi(
    new MomentTransport({
      baseUrl: server.url,
      clock: new TestClock(),
      randomness: new TestRandomness(),
      apiKey: { read: async () => 'sk_test_1' },
    }),
  );
});
afterEach(() => server.close());

const create = () => moment.createCustomer(FACTS, 'key-1', DEADLINE);
const present = () =>
  moment.createPaymentRequest(
    'bcus_1',
    { amount: 15000, currency: 'ZAR', external_reference: 'PR1', description: 'June' },
    'key-2',
    DEADLINE,
  );

test('a Payment Request is made to end, under a key of its own', async () => {
  const expires_at = '2026-06-18T12:00:10.000Z';
  server.reply({ status: 200, body: { ...PAYMENT_REQUEST, expires_at } });
  expect(await moment.expirePaymentRequest('pr/1', expires_at, 'key-3', DEADLINE)).toEqual({
    kind: 'done',
    value: { ...PAYMENT_REQUEST, expiresAt: expires_at },
  });
  expect(server.calls).toMatchObject([
    { method: 'PATCH', path: '/collect/payment_requests/pr%2F1' },
  ]);
  expect(server.calls[0]?.headers['idempotency-key']).toBe('key-3');
  expect(JSON.parse(server.calls[0]?.body ?? '')).toEqual({ expires_at });
});

describe('an account and a bill', () => {
  const account = { external_reference: 'A1', name: 'Water', customer: 'bcus_1' };
  const bill = { external_reference: 'B1', currency: 'ZAR', amount_due: 1500, account: 'bacc_1' };

  test('are created with the id of what they hang on, and read leniently', async () => {
    server.reply({
      status: 201,
      body: { ...account, id: 'bacc_1', customer_id: 'bcus_1', name: 5 },
    });
    expect(await moment.createAccount(account, 'key-1', DEADLINE)).toEqual({
      kind: 'done',
      value: { id: 'bacc_1', customerId: 'bcus_1', externalReference: 'A1' },
    });
    server.reply({ status: 201, body: { ...bill, id: 'bill_1', bill_date: '2026-06-18' } });
    expect(await moment.createBill(bill, 'key-2', DEADLINE)).toMatchObject({
      kind: 'done',
      value: { id: 'bill_1', amountDue: 1500, billDate: '2026-06-18' },
    });
    expect(server.calls.map(({ path }) => path)).toEqual(['/billing/accounts', '/billing/bills']);
    expect(server.calls.map(({ body }) => JSON.parse(body))).toEqual([account, bill]);
    expect(server.calls.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'key-1',
      'key-2',
    ]);
  });

  test.each(['account', 'bill'] as const)(
    'an %s is found by its reference, or not',
    async (kind) => {
      const id = kind === 'bill' ? 'bill_1' : 'bacc_1';
      server.reply({ status: 200, body: { id, status: 'unpaid' } }, { status: 404, body: {} });
      const find = () => moment.findAtMoment(kind, 'X-1', DEADLINE);
      expect(await find()).toEqual({ id, status: 'unpaid' });
      expect(await find()).toBeUndefined();
      expect(server.calls[0]).toMatchObject({ method: 'GET', path: `/billing/${kind}s/X-1` });
    },
  );

  test('with the id of another kind are no answer of Moment’s', async () => {
    server.reply({ status: 201, body: { id: 'bcus_1' } });
    const creation = moment.createAccount(account, 'key-1', DEADLINE);
    await expect(creation).rejects.toMatchObject({ code: 'moment.failed' });
  });
});

describe('creating a customer', () => {
  test('sends the facts and hands back what Moment made of them', async () => {
    server.reply({ status: 201, body: CUSTOMER });
    expect(await create()).toEqual({ kind: 'done', value: TOLD });
    expect(server.calls[0]).toMatchObject({ method: 'POST', path: '/billing/customers' });
    expect(JSON.parse(server.calls[0]?.body ?? '')).toEqual(FACTS);
  });

  test('is not refused for what hides in the answer, nor does a member of it reach a prototype', async () => {
    const name = 'Jane\u202e\u001b[2J';
    const body = JSON.stringify({ ...CUSTOMER, name }).replace(
      /\}$/,
      ',"__proto__":{"phone":"+27","hidden":1},"constructor":{"prototype":{"hidden":1}}}',
    );
    server.reply({ status: 201, body });
    expect(await create()).toEqual({ kind: 'done', value: { ...TOLD, name } });
    expect(Object.hasOwn(Object.prototype, 'hidden')).toBe(false);
  });

  test("that Moment refuses is told in Moment's words", async () => {
    server.reply({ status: 409, body: { title: 'Conflict', detail: 'It exists', status: 409 } });
    expect(await create()).toEqual({
      kind: 'conflict',
      told: { status: 409, title: 'Conflict', detail: 'It exists' },
      afterUnanswered: false,
    });
  });

  test.each([{ status: 503 }, 'broken'] as const)(
    'that is refused with 409 after %j may have been done by us',
    async (trouble) => {
      server.reply(trouble, { status: 409, body: { title: 'Conflict' } });
      expect(await create()).toMatchObject({ kind: 'conflict', afterUnanswered: true });
    },
  );

  test('that is refused with 409 after a 429 was not done by us', async () => {
    server.reply({ status: 429, headers: { 'retry-after': '1' } }, { status: 409, body: {} });
    expect(await create()).toMatchObject({ kind: 'conflict', afterUnanswered: false });
  });

  test.each([
    ['nothing', ''],
    ['HTML', '<html>Conflict</html>'],
    ['a JSON text', '"Conflict"'],
    ['a JSON list', '["Conflict"]'],
    ['null', 'null'],
    ['a title that is no text', '{"title":7,"detail":["x"]}'],
    ['a title without end', JSON.stringify({ title: 'x'.repeat(301) })],
  ])('that is refused with %s has no title', async (_what, body) => {
    server.reply({ status: 422, body });
    expect(await create()).toEqual({
      kind: 'refused',
      told: { status: 422, title: 'Moment gave no title' },
      afterUnanswered: false,
    });
  });

  test.each([
    ['HTML', '<html>Welcome</html>'],
    ['nothing', ''],
    ['no id', { ...CUSTOMER, id: undefined }],
    ['an id that is none of a customer', { ...CUSTOMER, id: 'bacc_1' }],
  ])('that is answered with %s fails, without another try', async (_what, body) => {
    server.reply({ status: 201, body });
    await expect(create()).rejects.toMatchObject({ code: 'moment.failed', retryable: true });
    expect(server.calls).toHaveLength(1);
  });
});

test.each([
  ['balance', 200.5],
  ['balance', 1e17],
  ['currency', 'rand'],
  ['balance', null],
  ['currency', null],
  ['name', 7],
  ['email', ['x']],
  ['phone', 27],
  ['paymentRules', 'none'],
])(
  'a customer whose %s is %j exists all the same, and is told without it',
  async (member, value) => {
    const name = member === 'paymentRules' ? 'payment_rules' : member;
    server.reply({ status: 201, body: { ...CUSTOMER, [name]: value } });
    expect(await create()).toEqual({ kind: 'done', value: { ...TOLD, [member]: undefined } });
  },
);

test.each([
  ['min_amount', null],
  ['min_amount', '100'],
  ['max_amount', 1.5],
  ['underpayment_allowed', null],
  ['overpayment_allowed', 'no'],
])('a payment rule %s of %j is left out, and the others stay', async (rule, value) => {
  const rules = {
    min_amount: 1,
    max_amount: 9,
    underpayment_allowed: true,
    overpayment_allowed: true,
  };
  server.reply({ status: 201, body: { ...CUSTOMER, payment_rules: { ...rules, [rule]: value } } });
  const answer = await create();
  const kept = answer.kind === 'done' ? answer.value.paymentRules : undefined;
  expect(kept).toEqual({ ...rules, [rule]: undefined });
});

describe('finding a customer', () => {
  const find = (reference = FACTS.external_reference) =>
    moment.findAtMoment('customer', reference, DEADLINE);

  test('hands back the customer', async () => {
    server.reply({ status: 200, body: CUSTOMER });
    expect(await find()).toEqual(TOLD);
    expect(server.calls[0]).toMatchObject({
      method: 'GET',
      path: '/billing/customers/UCR1234567890',
    });
  });

  test('keeps a reference within its place in the path', async () => {
    server.reply({ status: 200, body: CUSTOMER });
    await find('../a?b#c');
    expect(server.calls[0]?.path).toBe('/billing/customers/..%2Fa%3Fb%23c');
  });

  test('finds none where Moment answers 404', async () => {
    server.reply({ status: 404, body: { title: 'Not found' } });
    expect(await find()).toBeUndefined();
  });

  test('fails on any other refusal: whether there is one is not known', async () => {
    server.reply({ status: 400, body: { title: 'Bad request' } });
    await expect(find()).rejects.toMatchObject({ code: 'moment.failed' });
  });
});

describe('presenting a balance', () => {
  test.each([
    ['link.url', { link: { url: 'https://pay.example/1' } }],
    ['link.link_url', { link: { link_url: 'https://pay.example/1' } }],
    ['link_url', { link_url: 'https://pay.example/1' }],
  ])('finds where to pay in %s', async (_where, where) => {
    server.reply({ status: 201, body: { ...PAYMENT_REQUEST, ...where } });
    expect(await present()).toEqual({
      kind: 'done',
      value: { ...PAYMENT_REQUEST, url: 'https://pay.example/1' },
    });
    expect(server.calls[0]).toMatchObject({
      path: '/collect/payment_requests',
      headers: { 'idempotency-key': 'key-2' },
    });
  });

  test('asks for a link that carries the obligation, by which its payment is known again', async () => {
    server.reply({ status: 201, body: PAYMENT_REQUEST });
    await present();
    expect(JSON.parse(server.calls[0]?.body ?? '')).toEqual({
      amount: 15000,
      currency: 'ZAR',
      external_reference: 'PR1',
      description: 'June',
      type: 'link',
      metadata: { obligation_id: 'bcus_1' },
    });
  });

  test.each([null, undefined])(
    'may be answered with %s where nothing is to be told',
    async (none) => {
      const body = { ...PAYMENT_REQUEST, expires_at: none, link: none, link_url: none };
      server.reply({ status: 201, body });
      expect(await present()).toEqual({ kind: 'done', value: PAYMENT_REQUEST });
      server.reply({ status: 201, body: { ...body, link: { url: none, link_url: none } } });
      expect(await present()).toEqual({ kind: 'done', value: PAYMENT_REQUEST });
    },
  );

  test('is looked up by its id, or found to be none', async () => {
    server.reply({ status: 200, body: { ...PAYMENT_REQUEST, expires_at: '2026-06-19T12:00:00Z' } });
    expect(await moment.findPaymentRequest('pr/1', DEADLINE)).toEqual({
      ...PAYMENT_REQUEST,
      expiresAt: '2026-06-19T12:00:00Z',
    });
    expect(server.calls[0]?.path).toBe('/collect/payment_requests/pr%2F1');
    server.reply({ status: 404, body: {} });
    expect(await moment.findPaymentRequest('pr_1', DEADLINE)).toBeUndefined();
  });

  test('that Moment refuses is told as refused', async () => {
    server.reply({ status: 400, body: { title: 'Bad request' } });
    expect(await present()).toMatchObject({
      kind: 'refused',
      told: { status: 400, title: 'Bad request' },
    });
  });
});

const BILL = {
  id: 'bill_H4jp6KnU5cPw263v1jyz4',
  external_reference: 'INV-1',
  customer_id: 'bcus_1',
  account_id: 'bacc_1',
  status: 'unpaid',
  currency: 'ZAR',
  amount_due: 2000,
  amount_paid: 1500,
  amount_remaining: 500,
  bill_date: '2026-06-01',
  due_date: '2026-06-30',
  payment_rules: { min_amount: 100 },
  metadata: { plan: 'gold' },
};
const BILL_IN_WORDS = {
  id: BILL.id,
  externalReference: 'INV-1',
  customerId: 'bcus_1',
  accountId: 'bacc_1',
  status: 'unpaid',
  currency: 'ZAR',
  amountDue: 2000,
  amountPaid: 1500,
  amountRemaining: 500,
  billDate: '2026-06-01',
  dueDate: '2026-06-30',
  paymentRules: { min_amount: 100 },
  metadata: { plan: 'gold' },
};

describe('what Moment has', () => {
  test.each([
    ['customer', 'UCR/1', '/billing/customers/UCR%2F1', { ...CUSTOMER, metadata: null }, TOLD],
    ['account', 'bacc_1', '/billing/accounts/bacc_1', { id: 'bacc_1', balance: -5 }, undefined],
    ['bill', BILL.id, `/billing/bills/${BILL.id}`, BILL, BILL_IN_WORDS],
  ] as const)('of a %s is found by id or reference', async (kind, id, path, body, words) => {
    server.reply({ status: 200, body });
    const externalReference = kind === 'customer' && { externalReference: 'UCR1234567890' };
    expect(await moment.findAtMoment(kind, id, DEADLINE)).toEqual({
      ...(words ?? body),
      ...externalReference,
    });
    expect(server.calls[0]).toMatchObject({ method: 'GET', path });
  });

  test('is nothing where Moment answers 404, and unknown where it refuses otherwise', async () => {
    server.reply({ status: 404, body: {} });
    expect(await moment.findAtMoment('bill', 'INV-1', DEADLINE)).toBeUndefined();
    server.reply({ status: 400, body: {} });
    await expect(moment.findAtMoment('bill', 'INV-1', DEADLINE)).rejects.toMatchObject({
      code: 'moment.failed',
    });
  });

  test.each([{ id: 'bcus_1' }, { id: 'bill_' }, {}, ''])(
    'of a bill is not told by %j',
    async (body) => {
      server.reply({ status: 200, body });
      await expect(moment.findAtMoment('bill', 'INV-1', DEADLINE)).rejects.toMatchObject({
        code: 'moment.failed',
      });
    },
  );

  test.each([
    ['amount_due', 20.5, 'amountDue'],
    ['amount_paid', '1500', 'amountPaid'],
    ['amount_remaining', null, 'amountRemaining'],
    ['currency', 'rand', 'currency'],
    ['status', 7, 'status'],
    ['bill_date', 'June', 'billDate'],
    ['due_date', '2026-06-31', 'dueDate'],
    ['customer_id', null, 'customerId'],
    ['metadata', { plan: 7 }, 'metadata'],
    ['payment_rules', 'none', 'paymentRules'],
  ])('is told without a %s of %j', async (member, value, word) => {
    server.reply({ status: 200, body: { ...BILL, [member]: value } });
    const { [word]: _, ...others } = BILL_IN_WORDS as Record<string, unknown>;
    expect(await moment.findAtMoment('bill', BILL.id, DEADLINE)).toEqual(others);
  });
});

describe('updating what Moment has', () => {
  const update = () => moment.updateAtMoment('bill', BILL.id, { amount_paid: 1500 }, DEADLINE);

  test('sends the changes alone, without a key, and hands back what is there now', async () => {
    server.reply({ status: 200, body: BILL });
    expect(await update()).toEqual({ kind: 'done', value: BILL_IN_WORDS });
    const [call] = server.calls;
    expect(call).toMatchObject({ method: 'PATCH', path: `/billing/bills/${BILL.id}` });
    expect(call?.body).toBe('{"amount_paid":1500}');
    expect(call?.headers).not.toHaveProperty('idempotency-key');
  });

  test.each([
    ['broken', true],
    [{ status: 502 }, true],
    [{ status: 429 }, undefined],
  ] as const)('again after %j tells whether the first may come late: %s', async (trouble, late) => {
    server.reply(trouble, { status: 200, body: BILL });
    expect(await update()).toEqual({
      kind: 'done',
      value: BILL_IN_WORDS,
      afterUnanswered: late,
    });
    expect(server.calls[1]).toEqual(server.calls[0]);
  });

  test("that Moment refuses is told in Moment's words", async () => {
    server.reply({ status: 422, body: { title: 'No' } });
    expect(await update()).toEqual({
      kind: 'refused',
      told: { status: 422, title: 'No' },
      afterUnanswered: false,
    });
  });
});
