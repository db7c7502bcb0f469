import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/get-customer/handler.ts';
import { writeCursor } from '#shared/api/cursor.ts';
import { ListResponse } from '#shared/api/response-schemas.ts';
import { open, opening } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';

const createDeps = () => ({
  ...createMemoryDeps(),
  ebpLinkTemplate: 'https://pay.example/{external_reference}',
});
let deps: ReturnType<typeof createDeps>;
beforeEach(async () => {
  deps = createDeps();
  for (const [n, externalReference] of ['C-2', 'D-1', 'C-1', 'C-10'].entries()) {
    await open(deps, opening({ id: `bcus_${n}`, externalReference }, { name: 'John Doe' }));
  }
  const owner = { customerId: 'bcus_0' };
  const account = { id: 'bacc_1', kind: 'account', externalReference: 'C-1' } as const;
  await open(deps, opening({ ...account, ...owner }, { name: 'Water' }));
  const bill = { id: 'bill_1', kind: 'bill', externalReference: 'C-1', paid: 0 } as const;
  await open(deps, opening({ ...bill, ...owner, accountId: 'bacc_1' }, {}));
});

const get = (path: string, query: Record<string, string> = {}, id?: string) =>
  call(
    createHandler(deps),
    httpEvent({ method: 'GET', path, query, ...(id !== undefined && { id }) }),
    deps.logger,
  );
const references = ({ data }: Record<string, unknown>) =>
  (data as readonly { external_reference: string }[]).map((one) => one.external_reference);

test('a page of customers goes by their references, and says where the next begins', async () => {
  const first = await get('/customers', { limit: '3' });
  expect(first.status).toBe(200);
  expect(references(first.body)).toEqual(['C-1', 'C-10', 'C-2']);
  const cursor = String(first.body['next_cursor']);
  const second = await get('/customers', { limit: '3', cursor });
  expect(references(second.body)).toEqual(['D-1']);
  expect(second.body['next_cursor']).toBeNull();
  expect((await get('/customers')).body['next_cursor']).toBeNull();
  expect((await get('/customers', { limit: '4' })).body['next_cursor']).toBeNull();
});

test('a prefix leaves out all others, on each page', async () => {
  const { body } = await get('/customers', { prefix: 'C-1', limit: '1' });
  expect(references(body)).toEqual(['C-1']);
  const cursor = String(body['next_cursor']);
  const next = await get('/customers', { prefix: 'C-1', limit: '1', cursor });
  expect(references(next.body)).toEqual(['C-10']);
  expect(next.body['next_cursor']).toBeNull();
  expect((await get('/bills', { prefix: 'D' })).body).toEqual({ data: [], next_cursor: null });
});

test.each(['customers', 'accounts', 'bills'])(
  'of %s, each is shown as it is alone, but for all that a customer owes',
  async (kind) => {
    const { body } = await get(`/${kind}`, { prefix: 'C-1', limit: '1' });
    expect(() => ListResponse.parse(body)).not.toThrow();
    const alone = await get(`/${kind}/{id}`, undefined, 'C-1');
    const { accounts: _a, bills: _b, owed: _o, has_more: _h, ...shown } = alone.body;
    expect(body['data']).toEqual([shown]);
    expect(shown['ebp_url']).toBe(kind === 'customers' ? 'https://pay.example/C-1' : undefined);
  },
);

describe('a cursor', () => {
  test.each([
    ['of another kind', writeCursor('account C', 'C-1')],
    ['of another prefix', writeCursor('customer ', 'C-1')],
    ['that ends outside of the prefix', writeCursor('customer C', 'B-1')],
    ['of no reference', writeCursor('customer C', 'C 1')],
    ['of a reference that is too long', writeCursor('customer C', 'C'.repeat(256))],
    ['of a statement', writeCursor('bcus_1', 3)],
    ['of nothing', 'x'],
  ])('%s is refused', async (_what, cursor) => {
    expect((await get('/customers', { prefix: 'C', cursor })).body).toMatchObject({
      status: 400,
      code: 'cursor.invalid',
    });
  });
});

test.each([
  { prefix: '' },
  { prefix: 'C 1' },
  { prefix: 'C'.repeat(256) },
  { limit: '0' },
  { limit: '101' },
  { sort: 'name' },
])('the query %j is refused', async (query) => {
  expect((await get('/customers', query)).body).toMatchObject({
    status: 400,
    code: 'request.invalid',
  });
});
