import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/change-balance/handler.ts';
import { createHandler as createListEntries } from '#functions/list-entries/handler.ts';
import { BalanceResponse, EntriesResponse, EntryResponse } from '#shared/api/response-schemas.ts';
import { parse } from '#shared/models/parsing.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { ACTOR, AUTHORIZER } from '#test/support/changes.ts';
import { amountApplied, CUSTOMER, incoming, open, opening } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
});

const KEY = { 'idempotency-key': 'key-1' };
const WHY = { reason: 'new_charge' };
type Asked = {
  readonly id?: string;
  readonly kind?: string;
  readonly headers?: Record<string, string>;
  readonly authorizer?: object | undefined;
};
const ask = (
  method: string,
  what: string,
  body: object,
  { id = CUSTOMER, kind = 'customers', headers = KEY, ...as }: Asked = {},
  entry?: string,
) => {
  const { authorizer = AUTHORIZER } = as;
  const event = httpEvent({
    ...{ method, path: `/${kind}/{id}/${what}`, id, headers, body: JSON.stringify(body) },
    ...(entry !== undefined && { entry }),
    ...('authorizer' in as && !as.authorizer ? {} : { authorizer }),
  });
  return call(createHandler(deps), event, deps.logger);
};
const charge = (body: object, asked?: Asked) => ask('POST', 'charges', { ...WHY, ...body }, asked);
const adjust = (body: object, asked?: Asked) =>
  ask('POST', 'adjustments', { ...WHY, ...body }, asked);
const refresh = (body: object, asked?: Asked) => ask('PUT', 'balance', body, asked);
const reverse = (entry: string, body: object, key: string) =>
  ask(
    'POST',
    'entries/{entry}/reversals',
    { reason: 'refunded', ...body },
    { headers: { 'idempotency-key': key } },
    entry,
  );
const list = () =>
  call(createListEntries(deps), httpEvent({ method: 'GET', id: CUSTOMER }), deps.logger);
const key = (name: string) => ({ headers: { 'idempotency-key': name } });
const RECORDED = new Date(NOON).toISOString();

test('a charge answers 201 with its entry, and again with the same for as long as anybody asks', async () => {
  const first = await charge({ amount: 500, note: 'November' });
  expect(first.status).toBe(201);
  expect(first.headers).not.toHaveProperty('idempotent-replayed');
  expect(parse(EntryResponse, first.body)).toEqual({
    id: `command:key-1@${CUSTOMER}`,
    sequence: 2,
    type: 'charge',
    amount: 500,
    ending_balance: 20500,
    currency: 'ZAR',
    payment_id: null,
    reason: 'new_charge',
    note: 'November',
    actor: ACTOR,
    effective_at: RECORDED,
    recorded_at: RECORDED,
  });
  deps.clock.advance(365 * 86_400_000);
  await adjust({ amount: -1 }, key('key-2'));
  const again = await charge({ amount: 500, note: 'November' });
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
  expect(deps.table.obligations.get(CUSTOMER)?.balance).toBe(20499);
});

test.each([
  ['by reference', { id: 'UCR1234567890' }],
  ['by id', {}],
])('an obligation is found %s', async (_how, asked) => {
  expect((await charge({ amount: 1 }, asked)).status).toBe(201);
});

test.each([
  ['accounts', 'account', 'bacc_1'],
  ['bills', 'bill', 'bill_1'],
] as const)('%s are charged as customers are', async (kind, one, id) => {
  await open(
    deps,
    opening({ kind: one, id, externalReference: 'OTHER', customerId: CUSTOMER }, {}),
  );
  const { status, body } = await charge({ amount: 500 }, { kind, id });
  expect({ status, body }).toMatchObject({ status: 201, body: { id: `command:key-1@${id}` } });
  expect(await charge({ amount: 500 }, { kind: 'customers', id, ...key('k2') })).toMatchObject({
    body: { code: 'customer.not_found' },
  });
});

test('a bill says what was paid less what went back', async () => {
  await open(
    deps,
    opening(
      { kind: 'bill', id: 'bill_1', externalReference: 'B', customerId: CUSTOMER, paid: 0 },
      {},
    ),
  );
  const event = amountApplied({ data: { customer_id: null, bill_id: 'bill_1', amount: 1000 } });
  await settleEvents([incoming(event)], NO_DEADLINE, deps);
  const bill = () => deps.table.obligations.get('bill_1');
  expect(bill()?.paid).toBe(1000);
  const [payment] = [...deps.table.entries.keys()].filter((each) => each.startsWith('pay_'));
  const asked = { kind: 'bills', id: 'bill_1' };
  const body = { amount: 400, reason: 'refunded' };
  await ask('POST', 'entries/{entry}/reversals', body, asked, payment);
  expect(bill()).toMatchObject({ paid: 600, balance: 19400 });
});

test('a token’s subject is who asks, where the route takes tokens', async () => {
  const authorizer = { jwt: { claims: { sub: 'user-7', email: 'x@example.com' }, scopes: ['w'] } };
  const { body } = await charge({ amount: 1 }, { authorizer });
  expect(body).toMatchObject({ actor: 'user-7' });
});

test.each([undefined, { lambda: {} }, { iam: { userArn: '' } }, { jwt: { claims: {} } }])(
  'nobody changes a balance unnamed: %j',
  async (authorizer) => {
    const { status, body } = await charge({ amount: 1 }, { authorizer });
    expect({ status, body }).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(deps.table.entries.size).toBe(1);
  },
);

test('a change without an Idempotency-Key is refused, and told why', async () => {
  const { status, body } = await charge({ amount: 1 }, { headers: {} });
  expect({ status, body }).toMatchObject({
    status: 400,
    body: { code: 'idempotency_key.required', detail: expect.stringContaining('happens once') },
  });
});

describe('what is asked for', () => {
  test.each([
    ['no amount', {}, ['amount']],
    ['nothing', { amount: 0 }, ['amount']],
    ['less', { amount: -1 }, ['amount']],
    ['a part of a cent', { amount: 0.5 }, ['amount']],
    ['an unknown reason', { amount: 1, reason: 'because' }, ['reason']],
    ['another reason without a note', { amount: 1, reason: 'other' }, ['note']],
    ['an empty note', { amount: 1, note: '' }, ['note']],
    ['a note of spaces alone', { amount: 1, note: ' \u00a0\u3000\u2800' }, ['note']],
    ['a note that is too long', { amount: 1, note: 'x'.repeat(501) }, ['note']],
    ['a note in which something hides', { amount: 1, note: 'a\u202eb' }, ['note']],
    ['a time that is none', { amount: 1, effective_at: 'today' }, ['effective_at']],
    [
      'a time without its offset',
      { amount: 1, effective_at: '2026-01-01T00:00:00' },
      ['effective_at'],
    ],
    [
      'a year that UTC makes another',
      { amount: 1, effective_at: '9999-12-31T23:59:59-10:00' },
      ['effective_at'],
    ],
    ['a member that is not known', { amount: 1, currency: 'ZAR' }, ['currency']],
    ['all wrong at once', { amount: 0, reason: 'other' }, ['amount', 'note']],
  ])('is refused as a charge with %s', async (_what, sent, fields) => {
    const { status, body } = await charge(sent);
    expect(status).toBe(400);
    const { errors } = body as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field)).toEqual(fields);
  });

  test.each([
    ['amount', { amount: 501 }],
    ['reason', { reason: 'goodwill' }],
    ['note', { note: 'other' }],
    ['time', { effective_at: '2026-01-01T00:00:00Z' }],
  ])('with another %s under the same key is another request', async (_what, other) => {
    const sent = { amount: 500 };
    await charge(sent);
    const { status, body } = await charge({ ...sent, ...other });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key.reused' },
    });
  });

  test('at one time in two spellings is one request', async () => {
    await charge({ amount: 1, effective_at: '2026-01-01T02:00:00+02:00' });
    const again = await charge({ amount: 1, effective_at: '2026-01-01T00:00:00Z' });
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ effective_at: '2026-01-01T00:00:00.000Z' });
  });

  test('of another sort under the same key is another request', async () => {
    await charge({ amount: 500 });
    expect((await adjust({ amount: 500 })).status).toBe(422);
  });

  test('is adjusted in either direction, but not by nothing', async () => {
    expect((await adjust({ amount: -500 })).body).toMatchObject({ ending_balance: 19500 });
    expect((await adjust({ amount: 0 }, key('key-2'))).status).toBe(400);
    expect((await adjust({ amount: 1, reason: 'other', note: 'x' }, key('k3'))).status).toBe(201);
  });
});

describe('a refresh', () => {
  test('adjusts by the difference, as the cycle does unless another reason is given', async () => {
    expect((await refresh({ balance: 25_000 })).body).toMatchObject({
      type: 'adjustment',
      amount: 5000,
      ending_balance: 25_000,
      reason: 'cycle_refresh',
    });
    const other = { balance: 0, reason: 'write_off', expected_sequence: 2 };
    expect((await refresh(other, key('key-2'))).body).toMatchObject({ reason: 'write_off' });
  });

  test('to what is owed answers 200 with the balance, and the same again when it is another', async () => {
    const { status, headers, body } = await refresh({ balance: 20_000 });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('idempotent-replayed');
    expect(parse(BalanceResponse, body)).toEqual({
      id: CUSTOMER,
      currency: 'ZAR',
      balance: 20_000,
      sequence: 1,
    });
    await charge({ amount: 1 }, key('key-2'));
    const again = await refresh({ balance: 20_000 });
    expect(again).toMatchObject({ status: 200, body });
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(deps.table.obligations.get(CUSTOMER)?.balance).toBe(20_001);
    expect((await refresh({ balance: 20_002 })).status).toBe(422);
  });

  test('of what the merchant has not seen is refused, and told what there is', async () => {
    const { status, body } = await refresh({ balance: 0, expected_sequence: 0 });
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { code: 'sequence.unexpected', sequence: 1, balance: 20_000 },
    });
  });
});

describe('a reversal', () => {
  test('undoes an entry in parts, until nothing is left of it, and the statement shows both', async () => {
    const { body: charged } = await charge({ amount: 500 });
    const id = String(charged['id']);
    expect((await reverse(id, { amount: 200 }, 'key-2')).body).toMatchObject({
      type: 'reversal',
      amount: -200,
      reverses: id,
    });
    expect((await reverse(id, { amount: 301 }, 'key-3')).body).toMatchObject({
      code: 'amount.exceeds_entry',
      left: 300,
    });
    expect((await reverse(id, {}, 'key-3')).body).toMatchObject({ amount: -300 });
    const again = await reverse(id, {}, 'key-3');
    expect(again).toMatchObject({ status: 201, body: { amount: -300 } });
    expect((await reverse(id, {}, 'key-4')).status).toBe(409);
    const { data } = parse(EntriesResponse, (await list()).body);
    expect(data).toMatchObject([
      { amount: -300, reverses: id, reason: 'refunded', actor: ACTOR },
      { amount: -200, reverses: id },
      { id, reversed: 500 },
      { type: 'opening' },
    ]);
    expect(data[3]).not.toHaveProperty('reversed');
  });

  test('of a payment is a refund', async () => {
    await settleEvents([incoming(amountApplied())], NO_DEADLINE, deps);
    const id = [...deps.table.entries.keys()].at(-1) ?? '';
    expect((await reverse(id, { amount: 1 }, 'key-1')).body).toMatchObject({
      type: 'refund',
      amount: 1,
      payment_id: id.split('@')[0],
    });
  });

  test.each([
    'pay_1@bcus_other',
    'opening:bcus_other',
    'pay_none@bcus_H4jp6KnU5cPw263v1jyz4',
    'x',
    '',
  ])('of %j is refused, since the obligation has no such entry', async (id) => {
    await open(deps, opening({ id: 'bcus_other', externalReference: 'OTHER' }));
    const { status, body } = await reverse(id, {}, 'key-1');
    expect({ status, body }).toMatchObject({ status: 404, body: { code: 'entry.not_found' } });
  });

  test('of an id in which something hides is not valid', async () => {
    expect(await reverse('a\u202eb', {}, 'key-1')).toMatchObject({ status: 400 });
  });
});

test('an obligation without a balance is not changed', async () => {
  const untracked = { id: 'bcus_2', externalReference: 'NONE', balance: undefined };
  await open(deps, opening({ ...untracked, currency: undefined } as never));
  const { status, body } = await charge({ amount: 1 }, { id: 'bcus_2' });
  expect({ status, body }).toMatchObject({ status: 409, body: { code: 'balance.not_tracked' } });
});

test('what was changed is logged without a word of who asked, and what for', async () => {
  await charge({ amount: 500, note: 'November' });
  expect(deps.recorder.lines).toEqual([
    {
      level: 'info',
      message: 'balance.changed',
      members: { obligation_id: CUSTOMER, sequence: 2, type: 'charge', replayed: false },
    },
  ]);
});
