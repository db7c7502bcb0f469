import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler as createCreateCustomerHandler } from '#functions/create-customer/handler.ts';
import { createHandler as createGetCustomerHandler } from '#functions/get-customer/handler.ts';
import { createHandler as createListEntriesHandler } from '#functions/list-entries/handler.ts';
import { createHandler as createPresentBalanceHandler } from '#functions/present-balance/handler.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, incoming } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { refused, unavailable } from '#test/support/memory-moment-api.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

const createDeps = () => ({
  ...createMemoryDeps(),
  ebpLinkTemplate: 'https://pay.example/{external_reference}?c={id}',
});

let deps: ReturnType<typeof createDeps>;
beforeEach(() => {
  deps = createDeps();
});

const QUICKSTART = {
  external_reference: 'UCR1234567890',
  name: 'John Doe',
  currency: 'ZAR',
  balance: 2000,
};

const create = (body: unknown, headers: Record<string, string> = {}) =>
  call(
    createCreateCustomerHandler(deps),
    httpEvent({
      path: '/customers',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
    deps.logger,
  );
const get = (id: string) =>
  call(
    createGetCustomerHandler(deps),
    httpEvent({ method: 'GET', path: '/customers/{id}', id }),
    deps.logger,
  );
test('a customer is read as it is now, and whoever asks for a past day is told so', async () => {
  const { body } = await create(QUICKSTART);
  const asked = { method: 'GET', path: '/customers/{id}', id: String(body['id']) };
  const query = { as_of: '2020-01-01' };
  const event = httpEvent({ ...asked, query });
  expect(await call(createGetCustomerHandler(deps), event, deps.logger)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'as_of', detail: 'is not known here, nor is any other' }] },
  });
});

const list = (id: string, query: Record<string, string> = {}) =>
  call(createListEntriesHandler(deps), httpEvent({ method: 'GET', id, query }), deps.logger);
const present = (id: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  call(
    createPresentBalanceHandler(deps),
    httpEvent({ id, headers, body: JSON.stringify(body) }),
    deps.logger,
  );
const pay = (n: number, amount: number) =>
  settleEvents(
    [
      incoming(
        amountApplied({
          id: `evt_${n}`,
          data: { payment_id: `pay_${n}`, customer_id: 'bcus_1', amount },
        }),
      ),
    ],
    NO_DEADLINE,
    deps,
  );

describe('POST /customers', () => {
  test("takes Moment's quickstart as it is printed, and answers with the same fields", async () => {
    const reply = await create(QUICKSTART);
    expect(reply).toMatchObject({ status: 201, body: { id: 'bcus_1', ...QUICKSTART } });
    expect(reply.headers).not.toHaveProperty('idempotent-replayed');
  });

  test('applies the payments that waited for the customer', async () => {
    await pay(1, 500);
    expect((await create(QUICKSTART)).status).toBe(201);
    expect((await get('bcus_1')).body).toMatchObject({ balance: 1500 });
  });

  test('answers in time though others keep writing to what waited', async () => {
    const payments = Array.from({ length: 80 }, (_, n) => pay(n, 1));
    await Promise.all(payments);
    deps.ledger.post = async () => 'conflict';
    expect((await create(QUICKSTART)).status).toBe(201);
    expect(deps.clock.now() - NOON).toBeLessThanOrEqual(24_000);
    expect(deps.table.held.size).toBe(80);
  });

  test('marks a replay', async () => {
    const first = await create(QUICKSTART, { 'idempotency-key': 'key-1' });
    const second = await create(QUICKSTART, { 'idempotency-key': 'key-1' });
    expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(second.body).toEqual(first.body);
  });

  test('names every problem at once', async () => {
    const reply = await create({
      external_reference: 'bcus_1',
      email: 'x',
      phone: '082',
      balance: 15,
      colour: 'red',
    });
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    const fields = (reply.body['errors'] as { field: string }[]).map(({ field }) => field);
    expect(new Set(fields)).toEqual(
      new Set(['external_reference', 'email', 'phone', 'colour', 'currency']),
    );
  });

  test.each([
    ['no JSON', '{"external_reference": ', 400],
    ['an array', '[]', 400],
    ['nothing', '', 400],
    [
      'a balance that a double would change',
      '{"external_reference":"a","currency":"ZAR","balance":9007199254740993}',
      400,
    ],
    ['a balance as text', '{"external_reference":"a","currency":"ZAR","balance":"2000"}', 400],
    ['too much', JSON.stringify({ ...QUICKSTART, name: 'x'.repeat(70_000) }), 413],
    [
      'a metadata key without a name, which no item of the table could hold',
      JSON.stringify({ ...QUICKSTART, metadata: { '': 'v' } }),
      400,
    ],
    [
      'eleven metadata keys',
      JSON.stringify({
        ...QUICKSTART,
        metadata: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, 'v'])),
      }),
      400,
    ],
  ])('refuses %s, and asks nothing of Moment', async (_what, body, status) => {
    expect((await create(body)).status).toBe(status);
    expect(deps.moment.calls).toEqual([]);
  });

  test('takes the key that its refusal named, where none was sent', async () => {
    deps.moment.meet({ when: 'before', error: unavailable() });
    const { status, body } = await create(QUICKSTART);
    expect(status).toBe(503);
    const headers = { 'idempotency-key': String(body['idempotency_key']) };
    expect(await create(QUICKSTART, headers)).toMatchObject({
      status: 201,
      body: { id: 'bcus_1' },
    });
    expect(deps.moment.customers.size).toBe(1);
  });

  test('refuses a malformed Idempotency-Key', async () => {
    expect((await create(QUICKSTART, { 'idempotency-key': 'a, b' })).status).toBe(400);
  });

  test('says 409 for a second customer under the reference', async () => {
    await create(QUICKSTART);
    expect(await create(QUICKSTART)).toMatchObject({
      status: 409,
      body: { code: 'customer.exists', customer: { id: 'bcus_1' } },
    });
  });

  test('passes a refusal of Moment on', async () => {
    deps.moment.meet({ when: 'instead', refused: refused(422, 'Currency not enabled') });
    expect(await create(QUICKSTART)).toMatchObject({
      status: 422,
      body: { code: 'moment.refused', detail: 'Currency not enabled' },
    });
  });

  test('says when to come again if Moment cannot be reached', async () => {
    deps.moment.meet({ when: 'before', error: unavailable() });
    expect(await create(QUICKSTART)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '10' },
    });
  });

  test('tells nothing of a fault of ours but the id under which the log has it', async () => {
    deps.intents.find = async () => {
      throw new Error('a secret of the table');
    };
    const reply = await create(QUICKSTART);
    expect(reply).toMatchObject({
      status: 500,
      body: { code: 'internal', request_id: expect.stringMatching(/./) },
    });
    expect(JSON.stringify(reply)).not.toContain('secret');
  });

  test('says when no balance is tracked, since every payment will wait for a person', async () => {
    const reply = await create({ external_reference: 'UCR1' });
    expect(reply).toMatchObject({ status: 201, body: { balance_tracked: false } });
    expect((await create(QUICKSTART)).body).toMatchObject({ balance_tracked: true });
  });

  test('applies what was paid before the customer was known', async () => {
    await pay(1, 500);
    await create(QUICKSTART);
    expect((await get('bcus_1')).body).toMatchObject({ balance: 1500 });
  });

  test("never logs a payer's name or contact", async () => {
    await create({ ...QUICKSTART, email: 'john.doe@example.com', phone: '+27123456789' });
    expect(JSON.stringify(deps.logger.lines)).not.toMatch(/John|example\.com|27123456789/);
  });
});

describe('GET /customers/{id}', () => {
  test.each(['bcus_1', 'UCR1234567890'])(
    'finds the customer by %s, with the reconciled balance',
    async (id) => {
      await create({ ...QUICKSTART, metadata: { tier: 'gold' } });
      await pay(1, 700);
      expect(await get(id)).toMatchObject({
        status: 200,
        body: {
          ...QUICKSTART,
          balance: 1300,
          metadata: { tier: 'gold' },
          ebp_url: 'https://pay.example/UCR1234567890?c=bcus_1',
        },
      });
    },
  );

  test('says what Moment was last told, or answered to the creation, which does not say it', async () => {
    const created = await create(QUICKSTART);
    expect(created.body).not.toHaveProperty('at_moment');
    const { opened_at } = created.body as { readonly opened_at: string };
    const at_moment = { balance: 2000, sequence: 1, at: opened_at };
    expect((await get('bcus_1')).body).toMatchObject({ at_moment });
  });

  test.each(['bcus_none', 'none', 'REF#UCR1234567890', 'evt_1@bcus_1', ''])(
    'says 404 for %j',
    async (id) => {
      await create(QUICKSTART);
      expect(await get(id)).toMatchObject({ status: 404, body: { code: 'customer.not_found' } });
    },
  );
});

describe('GET /customers/{id}/entries', () => {
  test('shows the ledger newest first, page by page', async () => {
    await create(QUICKSTART);
    for (const n of [1, 2, 3]) await pay(n, n * 100);
    const first = await list('UCR1234567890', { limit: '3' });
    expect(first.body['data']).toMatchObject([
      { sequence: 4, type: 'payment', amount: -300, ending_balance: 1400, payment_id: 'pay_3' },
      { sequence: 3, amount: -200, ending_balance: 1700 },
      { sequence: 2, amount: -100, ending_balance: 1900 },
    ]);
    const second = await list('bcus_1', { limit: '3', cursor: String(first.body['next_cursor']) });
    expect(second.body).toMatchObject({
      data: [
        {
          id: 'opening:bcus_1',
          sequence: 1,
          type: 'opening',
          amount: 2000,
          ending_balance: 2000,
          payment_id: null,
        },
      ],
      next_cursor: null,
    });
  });

  test.each([
    [{ limit: '0' }, 'request.invalid'],
    [{ limit: '101' }, 'request.invalid'],
    [{ limit: 'all' }, 'request.invalid'],
    [{ page: '2' }, 'request.invalid'],
    [{ cursor: 'nonsense' }, 'cursor.invalid'],
    [{ cursor: Buffer.from('["bcus_2",3]').toString('base64url') }, 'cursor.invalid'],
  ])('refuses %j', async (query, code) => {
    await create(QUICKSTART);
    expect(await list('bcus_1', query as Record<string, string>)).toMatchObject({
      status: 400,
      body: { code },
    });
  });
});

describe('POST /customers/{id}/payment-requests', () => {
  test('presents the whole balance, with our obligation in its metadata', async () => {
    await create(QUICKSTART);
    const reply = await present('UCR1234567890');
    expect(reply).toMatchObject({
      status: 201,
      body: { status: 'active', amount: 2000, currency: 'ZAR', customer_id: 'bcus_1' },
    });
    expect(reply.body['url']).toMatch(/^https:/);
    expect(reply.body).toHaveProperty('expires_at');
    expect(deps.moment.calls.at(-1)).toMatchObject({
      obligationId: 'bcus_1',
      facts: { amount: 2000, external_reference: 'UCR1234567890' },
    });
  });

  test('presents a part of it', async () => {
    await create(QUICKSTART);
    expect((await present('bcus_1', { amount: 500 })).body).toMatchObject({ amount: 500 });
  });

  test.each([
    ['a balance of zero', { balance: 0 }, {}, 'balance.nothing_due'],
    ['a credit', { balance: -1 }, {}, 'balance.nothing_due'],
    ['no balance', { balance: undefined }, {}, 'balance.not_tracked'],
    ['more than is due', {}, { amount: 2001 }, 'amount.exceeds_balance'],
  ])('refuses to present %s', async (_what, customer, body, code) => {
    await create({ ...QUICKSTART, ...customer });
    expect(await present('bcus_1', body)).toMatchObject({ status: 409, body: { code } });
    expect(deps.moment.calls).toHaveLength(1);
  });

  test.each([{ amount: 0 }, { amount: -5 }, { amount: 0.5 }, { amount: '500' }, { total: 5 }])(
    'refuses %j',
    async (body) => {
      await create(QUICKSTART);
      expect(await present('bcus_1', body)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid' },
      });
    },
  );

  test('answers a replay with the same link, even when the balance is paid by then', async () => {
    await create(QUICKSTART);
    const first = await present('bcus_1', {}, { 'idempotency-key': 'key-1' });
    await pay(1, 2000);
    const second = await present('bcus_1', {}, { 'idempotency-key': 'key-1' });
    expect(second).toMatchObject({
      status: 201,
      headers: { 'idempotent-replayed': 'true' },
      body: first.body,
    });
  });

  test('asks for the same amount again after a lost answer, though the balance moved', async () => {
    await create(QUICKSTART);
    deps.moment.meet({ when: 'after', error: unavailable() });
    expect((await present('bcus_1', {}, { 'idempotency-key': 'key-1' })).status).toBe(503);
    await pay(1, 500);
    expect((await present('bcus_1', {}, { 'idempotency-key': 'key-1' })).body).toMatchObject({
      amount: 2000,
    });
  });

  test('presents once though Moment answers 409 while it is at work on an earlier try', async () => {
    await create(QUICKSTART);
    const asked = deps.moment.calls.length;
    deps.moment.meet({ when: 'after', error: unavailable() });
    await present('bcus_1', {}, { 'idempotency-key': 'key-1' });
    deps.moment.meet({ when: 'instead', refused: refused(409, 'Conflict', true) });
    expect(await present('bcus_1', {}, { 'idempotency-key': 'key-1' })).toMatchObject({
      status: 503,
      body: { code: 'moment.unavailable' },
    });
    expect((await present('bcus_1', {}, { 'idempotency-key': 'key-1' })).status).toBe(201);
    const keys = new Set(deps.moment.calls.slice(asked).map(({ momentKey }) => momentKey));
    expect(keys.size).toBe(1);
  });

  test('refuses a key that belongs to another request', async () => {
    await create(QUICKSTART, { 'idempotency-key': 'key-1' });
    expect(await present('bcus_1', {}, { 'idempotency-key': 'key-1' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key.reused' },
    });
  });

  test('answers an open one of the same amount again, under whatever key it is asked for', async () => {
    await create(QUICKSTART);
    const first = await present('bcus_1', { amount: 400 }, { 'idempotency-key': 'a' });
    const second = await present('bcus_1', { amount: 400 }, { 'idempotency-key': 'b' });
    expect(second.body).toEqual(first.body);
    expect(await present('bcus_1', { amount: 500 })).not.toMatchObject({ body: first.body });
    expect(deps.moment.paymentRequests).toHaveLength(2);
  });

  test.each(['paid', 'expired'])('makes another one once that one is %s', async (status) => {
    await create(QUICKSTART);
    const first = await present('bcus_1', { amount: 400 });
    deps.moment.setStatus(String(first.body['id']), status);
    const second = await present('bcus_1', { amount: 400 });
    expect(second.status).toBe(201);
    expect(second.body['id']).not.toBe(first.body['id']);
  });

  test('makes another one once the time of that one is over', async () => {
    await create(QUICKSTART);
    const expires_at = new Date(NOON + 60_000).toISOString();
    const first = await present('bcus_1', { amount: 400, expires_at });
    deps.clock.advance(61_000);
    const second = await present('bcus_1', { amount: 400 });
    expect(second.body['id']).not.toBe(first.body['id']);
  });

  test('presents once for two requests without a key, at once or after a lost answer', async () => {
    await create(QUICKSTART);
    const part = { amount: 1300 };
    const [one, other] = await Promise.all([present('bcus_1', part), present('bcus_1', part)]);
    expect([one.status, other.status]).toEqual([201, 201]);
    deps.moment.meet({ when: 'after', error: unavailable() });
    const lost = await present('bcus_1', { amount: 700 });
    expect(lost).toMatchObject({ status: 503, body: { idempotency_key: expect.any(String) } });
    expect((await present('bcus_1', { amount: 700 })).status).toBe(201);
    const key = String(lost.body['idempotency_key']);
    expect((await present('bcus_1', { amount: 700 }, { 'idempotency-key': key })).status).toBe(201);
    expect(deps.moment.paymentRequests.map(({ amount }) => amount)).toEqual([1300, 700]);
  });

  test('refuses a time that is over, with an example of what to do', async () => {
    await create(QUICKSTART);
    expect(await present('bcus_1', { expires_at: '2020-01-01T00:00:00Z' })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ field: 'expires_at' }] },
    });
  });
});
