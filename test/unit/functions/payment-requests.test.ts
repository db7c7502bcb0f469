import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/list-payment-requests/handler.ts';
import type { MadeRequest } from '#shared/models/presented.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { presentBalance } from '#shared/use-cases/presenting/present-balance.ts';
import { CUSTOMER, incoming, open, opening, paymentRequestPaid } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE, NOON, Recorder } from '#test/support/world.ts';

const at = (ms: number) => new Date(NOON + ms).toISOString();

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
});

const list = (query: Record<string, string> = {}, id = CUSTOMER, path = '/customers/{id}') =>
  call(createHandler(deps), httpEvent({ method: 'GET', path, id, query }), new Recorder());
const keep = (id: string, more: Partial<MadeRequest> = {}) =>
  deps.presented.keepPresented(CUSTOMER, {
    ...{ id, status: 'active', amount: 500, currency: 'ZAR' },
    ...more,
  });
const idsOf = ({ body }: Awaited<ReturnType<typeof list>>) =>
  (body['data'] as { readonly id: string }[]).map(({ id }) => id);

test('what was presented is listed with what is known of it, and settled by its payment', async () => {
  const presentation = { amount: 500, description: 'June', expires_at: at(60_000) };
  const command = { kind: 'customer', id: CUSTOMER, presentation, deadline: NO_DEADLINE } as const;
  const { request } = await presentBalance({ ...command, idempotencyKey: 'key-1' }, deps);
  const shown = {
    id: request.id,
    status: 'open',
    amount: 500,
    currency: 'ZAR',
    created_at: at(0),
    expires_at: at(60_000),
    url: request.url,
    description: 'June',
  };
  expect(await list()).toMatchObject({ status: 200, body: { data: [shown], next_cursor: null } });

  const paid = paymentRequestPaid({ data: { id: request.id, payment_id: 'pay_1', amount: 500 } });
  await settleEvents([incoming(paid)], NO_DEADLINE, deps);
  expect((await list()).body['data']).toEqual([
    { ...shown, status: 'paid', settled_by: `pay_1@${CUSTOMER}` },
  ]);
});

test('what is over is expired, and what is more than is owed by now exceeds the balance', async () => {
  await keep('pr_1', { expiresAt: at(1) });
  await keep('pr_2', { expiresAt: at(2), amount: 20_001 });
  await keep('pr_3', { amount: 20_000 });
  deps.clock.advance(1);
  expect((await list()).body['data']).toMatchObject([
    { id: 'pr_1', status: 'expired' },
    { id: 'pr_2', status: 'exceeds_balance' },
    { id: 'pr_3', status: 'open', expires_at: null, created_at: null, url: null },
  ]);
});

test('of an obligation whose balance is not tracked, nothing is owed', async () => {
  const untracked = { id: 'bcus_2', externalReference: 'two', balance: undefined };
  await open(deps, opening(untracked));
  const request = { id: 'pr_9', status: 'active', amount: 1, currency: 'ZAR' };
  await deps.presented.keepPresented('bcus_2', request);
  expect((await list({}, 'two')).body['data']).toMatchObject([{ status: 'exceeds_balance' }]);
});

describe('pages', () => {
  const ORDER = ['pr_d', 'pr_a', 'pr_c', 'pr_b', 'pr_x', 'pr_y'];

  beforeEach(async () => {
    for (const id of ['pr_y', 'pr_x']) await keep(id);
    await keep('pr_b', { createdAt: at(1) });
    await keep('pr_c', { createdAt: at(2) });
    await keep('pr_a', { createdAt: at(2) });
    await keep('pr_d', { createdAt: at(3) });
  });

  test('are the newest first, and of one moment by id', async () => {
    expect(idsOf(await list())).toEqual(ORDER);
  });

  test.each([1, 2, 3, 4, 5, 6])('of %d join without gap or repeat', async (limit) => {
    const ids: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list({ limit: `${limit}`, ...(cursor && { cursor }) });
      ids.push(idsOf(page));
      cursor = page.body['next_cursor'] as string | null;
    }
    expect(ids.flat()).toEqual(ORDER);
    expect(ids.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    expect(ids).toHaveLength(Math.ceil(ORDER.length / limit));
  });

  test('go on from a cursor of the same obligation, and of this list', async () => {
    await open(deps, opening({ id: 'bcus_2', externalReference: 'two' }));
    const cursor = String((await list({ limit: '1' })).body['next_cursor']);
    const invalid = { status: 400, body: { code: 'cursor.invalid' } };
    expect(await list({ cursor }, 'bcus_2')).toMatchObject(invalid);
    const ofEntries = Buffer.from(JSON.stringify([CUSTOMER, 3])).toString('base64url');
    expect(await list({ cursor: ofEntries })).toMatchObject(invalid);
  });
});

test.each(['account', 'bill'] as const)('an %s has a list of its own', async (kind) => {
  const id = kind === 'account' ? 'bacc_1' : 'bill_1';
  const paid = kind === 'bill' ? { paid: 0 } : {};
  await open(
    deps,
    opening({ id, kind, externalReference: 'X1', customerId: CUSTOMER, ...paid }, {}),
  );
  await keep('pr_1');
  const request = { id: 'pr_2', status: 'active', amount: 1, currency: 'ZAR' };
  await deps.presented.keepPresented(id, request);
  expect(idsOf(await list({}, 'X1', `/${kind}s/{id}`))).toEqual(['pr_2']);
});

test('nobody, and what is not asked rightly, is refused', async () => {
  expect(await list({}, 'NOBODY')).toMatchObject({ status: 404 });
  expect(await list({ limit: '0' })).toMatchObject({ status: 400 });
  expect((await list()).body).toEqual({ data: [], next_cursor: null });
});
