import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler as createCreateHandler } from '#functions/create-customer/handler.ts';
import { createHandler as createGetHandler } from '#functions/get-customer/handler.ts';
import { open, opening } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { refused, unavailable } from '#test/support/memory-moment-api.ts';

const createDeps = () => ({ ...createMemoryDeps(), ebpLinkTemplate: undefined });
let deps: ReturnType<typeof createDeps>;
const ID = 'bcus_1';
const METADATA = { plan: 'silver', since: '2020' };

beforeEach(async () => {
  deps = createDeps();
  await open(
    deps,
    opening({ id: ID, externalReference: 'C1' }, { name: 'Jane', metadata: METADATA }),
  );
  deps.moment.put({ id: ID, externalReference: 'C1', name: 'Jane', balance: 777, currency: 'ZAR' });
});

const patch = (body: object, path = '/customers/{id}', id = 'C1') =>
  call(
    createCreateHandler(deps),
    httpEvent({ method: 'PATCH', path, id, body: JSON.stringify(body) }),
    deps.logger,
  );
const get = async () => {
  const event = httpEvent({ method: 'GET', path: '/customers/{id}', id: 'C1' });
  return (await call(createGetHandler(deps), event, deps.logger)).body;
};

describe('who a customer is', () => {
  test('is changed at Moment and here, and nothing else is', async () => {
    const changes = { name: 'Jane Doe', email: 'jane@example.com', phone: '+27123456789' };
    const before = deps.table.obligations.get(ID);
    const { status, body } = await patch(changes);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: ID,
      ...changes,
      metadata: METADATA,
      balance: 20000,
      sequence: 1,
    });
    expect(await get()).toMatchObject({ ...changes, metadata: METADATA });
    expect(deps.moment.updates).toEqual([{ id: ID, changes }]);
    expect(await deps.moment.findAtMoment('customer', ID)).toMatchObject({
      ...changes,
      balance: 777,
    });
    expect(deps.table.obligations.get(ID)).toEqual(before);
  });

  test('has ten keys of metadata at most, those that are there among them', async () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 'x']));
    const detail = 'would have 11 keys with those that are there, and may hold 10 at most';
    expect((await patch({ metadata: keys(9) })).body).toMatchObject({
      status: 400,
      code: 'request.invalid',
      detail: `metadata: ${detail}`,
      errors: [{ field: 'metadata', detail }],
    });
    expect(deps.moment.updates).toEqual([]);
    expect((await patch({ metadata: { ...keys(8), plan: 'gold' } })).status).toBe(200);
  });

  test('is changed in the members that are sent alone', async () => {
    await patch({ phone: '+27123456789' });
    expect(deps.table.profiles.get(ID)).toEqual({
      name: 'Jane',
      phone: '+27123456789',
      metadata: METADATA,
    });
  });

  test('has the metadata that Moment answers, and where it answers none, what was added to ours', async () => {
    await patch({ metadata: { plan: 'gold' } });
    expect(await get()).toMatchObject({ metadata: { plan: 'gold' } });
    const { moment } = deps;
    moment.updateAtMoment = async () => ({ kind: 'done', value: { id: ID } });
    await patch({ metadata: { tier: '1' } });
    expect(await get()).toMatchObject({ metadata: { plan: 'gold', tier: '1' } });
    await patch({ name: 'Jo' });
    expect(await get()).toMatchObject({ name: 'Jo', metadata: { plan: 'gold', tier: '1' } });
  });

  test('keeps its metadata here where that is not sent, whatever Moment has', async () => {
    deps.moment.put({ id: ID, metadata: { theirs: 'only' } });
    await patch({ name: 'Jo' });
    expect(deps.table.profiles.get(ID)).toEqual({ name: 'Jo', metadata: METADATA });
  });

  test.each([
    ['refuses', refused(400, 'Bad Request')],
    ['is in conflict', refused(409, 'Conflict')],
  ])('stays as it was where Moment %s', async (_, refusal) => {
    deps.moment.meet({ when: 'instead', refused: refusal });
    expect((await patch({ name: 'Jo' })).body).toMatchObject({
      status: 422,
      code: 'moment.refused',
      moment: { status: refusal.told.status },
    });
    expect(deps.table.profiles.get(ID)).toMatchObject({ name: 'Jane' });
  });

  test.each(['before', 'after'] as const)(
    'is sent again where no answer came, and is the same then (%s)',
    async (when) => {
      deps.moment.meet({ when, error: unavailable() });
      expect((await patch({ name: 'Jo' })).body).toMatchObject({ code: 'moment.unavailable' });
      expect(deps.table.profiles.get(ID)).toMatchObject({ name: 'Jane' });
      expect((await patch({ name: 'Jo' })).status).toBe(200);
      expect(await get()).toMatchObject({ name: 'Jo' });
      expect(await deps.moment.findAtMoment('customer', ID)).toMatchObject({ name: 'Jo' });
    },
  );

  test('of nobody here is not found, and Moment is not asked', async () => {
    expect((await patch({ name: 'Jo' }, '/customers/{id}', 'C2')).body).toMatchObject({
      code: 'customer.not_found',
    });
    expect(deps.moment.updates).toEqual([]);
  });
});

test('an account has a name and metadata, and a bill metadata', async () => {
  for (const [id, kind] of [
    ['bacc_1', 'account'],
    ['bill_1', 'bill'],
  ] as const) {
    await open(deps, opening({ id, kind, externalReference: 'X1', customerId: ID }, {}));
    deps.moment.put({ id });
  }
  expect(await patch({ name: 'Water' }, '/accounts/{id}', 'X1')).toMatchObject({
    status: 200,
    body: { id: 'bacc_1', name: 'Water' },
  });
  expect(await patch({ metadata: { run: '7' } }, '/bills/{id}', 'bill_1')).toMatchObject({
    status: 200,
    body: { id: 'bill_1', metadata: { run: '7' } },
  });
});

describe('refused is', () => {
  test.each([
    ['nothing at all', '/customers/{id}', {}, 'body'],
    ['a balance', '/customers/{id}', { name: 'Jo', balance: 1 }, 'balance'],
    ['a reference', '/customers/{id}', { external_reference: 'C9' }, 'external_reference'],
    ['a currency', '/customers/{id}', { currency: 'ZAR' }, 'currency'],
    ['null', '/customers/{id}', { name: null }, 'name'],
    ['no phone', '/customers/{id}', { phone: '123' }, 'phone'],
    ['the e-mail of an account', '/accounts/{id}', { email: 'a@example.com' }, 'email'],
    ['what is paid of a bill', '/bills/{id}', { amount_paid: 1 }, 'amount_paid'],
    ['the date of a bill', '/bills/{id}', { due_date: '2026-12-31' }, 'due_date'],
  ])('%s', async (_, path, body, field) => {
    const { body: problem } = await patch(body, path);
    expect(problem).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(problem['errors']).toContainEqual(expect.objectContaining({ field }));
    expect(deps.moment.updates).toEqual([]);
  });
});
