import { beforeEach, expect, test } from 'vitest';
import { createHandler } from '#functions/change-balance/handler.ts';
import { createHandler as createListEntries } from '#functions/list-entries/handler.ts';
import { EntriesResponse, EntryResponse } from '#shared/api/response-schemas.ts';
import { parse } from '#shared/models/parsing.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { AUTHORIZER } from '#test/support/changes.ts';
import { amountApplied, CUSTOMER, incoming, open } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const PAYMENT = `pay_1@${CUSTOMER}`;
const ROW = '673bbe2805368010f36e9bee';

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
  const paid = amountApplied({ data: { payment_id: 'pay_1', amount: 1000 } });
  await settleEvents([incoming(paid)], NO_DEADLINE, deps);
});

const refund = (key: string, body: object) =>
  call(
    createHandler(deps),
    httpEvent({
      ...{ method: 'POST', path: '/customers/{id}/entries/{entry}/reversals', id: CUSTOMER },
      headers: { 'idempotency-key': key },
      body: JSON.stringify({ reason: 'refunded', ...body }),
      ...{ entry: PAYMENT, authorizer: AUTHORIZER },
    }),
    deps.logger,
  );
const list = (query: Record<string, string>) =>
  call(createListEntries(deps), httpEvent({ method: 'GET', path: '/entries', query }), deps.logger);
const row = (amount: number) => ({ amount, reconciliation_id: ROW });
const balance = async () => (await deps.ledger.findObligation(CUSTOMER))?.balance;

test('a refund of a report answers 201 with its id, and replays under whichever key', async () => {
  const made = await refund('key-1', row(300));
  expect(made.status).toBe(201);
  expect(parse(EntryResponse, made.body)).toMatchObject({
    ...{ type: 'refund', amount: 300, reverses: PAYMENT, reconciliation_id: ROW },
  });
  const again = await refund('key-2', { ...row(300), note: 'said otherwise' });
  expect(again).toMatchObject({ status: 201, body: made.body });
  expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
  expect(await balance()).toBe(19_300);
});

test('one that was entered by hand answers 200 with that entry, which has the id from then on', async () => {
  const byHand = await refund('key-1', { amount: 300 });
  const linked = await refund('key-2', row(300));
  expect(linked).toMatchObject({ status: 200, body: { ...byHand.body, reconciliation_id: ROW } });
  expect(linked.headers).not.toHaveProperty('idempotent-replayed');
  const again = await refund('key-3', row(300));
  expect(again).toMatchObject({ status: 200, body: linked.body });
  expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
  expect(await balance()).toBe(19_300);
  expect(deps.recorder.lines).toContainEqual(
    expect.objectContaining({
      message: 'refund.linked',
      members: expect.objectContaining({ reconciliation_id: ROW, replayed: true }),
    }),
  );
});

test('another amount under the id is refused with a code of its own, and with what it is', async () => {
  const { body: made } = await refund('key-1', row(300));
  const refused = await refund('key-2', row(301));
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'reconciliation_id.reused', entry: made['id'], amount: 300 },
  });
  expect(await balance()).toBe(19_300);
});

test.each([
  ['without an amount', { reconciliation_id: ROW }, 'amount'],
  ['with an id that is none', { amount: 1, reconciliation_id: 'a b' }, 'reconciliation_id'],
  ['with an empty id', { amount: 1, reconciliation_id: '' }, 'reconciliation_id'],
  ['with an id of 101', { amount: 1, reconciliation_id: 'x'.repeat(101) }, 'reconciliation_id'],
  ['with a number for an id', { amount: 1, reconciliation_id: 7 }, 'reconciliation_id'],
])('a refund of a report %s is refused', async (_, body, field) => {
  expect(await refund('key-1', body)).toMatchObject({
    status: 400,
    body: { code: 'request.invalid', errors: [{ field }] },
  });
});

test('the entry of a row is found by its id alone, and none by another', async () => {
  const { body: entry } = await refund('key-1', row(300));
  const found = await list({ reconciliation_id: ROW });
  expect(parse(EntriesResponse, found.body)).toEqual({ data: [entry], next_cursor: null });
  expect(await list({ reconciliation_id: 'other' })).toMatchObject({
    status: 200,
    body: { data: [] },
  });
  for (const query of [{}, { reconciliation_id: '' }, { reconciliation_id: ROW, limit: '1' }]) {
    expect(await list(query)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  }
});
