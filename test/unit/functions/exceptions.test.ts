import { beforeEach, expect, test } from 'vitest';
import { createHandler } from '#functions/list-exceptions/handler.ts';
import { ExceptionStoryResponse, ExceptionsResponse } from '#shared/api/exception-schemas.ts';
import { exceptionId } from '#shared/models/exception-id.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import { parse as read } from '#shared/models/parsing.ts';
import { SnapshotBalances } from '#shared/use-cases/reports/snapshot-balances.ts';
import { writeSnapshot } from '#shared/use-cases/reports/write-snapshot.ts';
import {
  amountApplied,
  CUSTOMER,
  obligation,
  open,
  opening,
  PAYMENT,
  paymentRequestPaid,
  presentation,
} from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NO_DEADLINE, NOON, Recorder } from '#test/support/world.ts';

const DAY = 24 * 60 * 60_000;
const at = (ms: number) => new Date(NOON + ms).toISOString();
let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(() => {
  deps = createMemoryDeps();
});

const list = (query: Record<string, string> = {}) =>
  call(
    createHandler(deps),
    httpEvent({ method: 'GET', path: '/exceptions', query }),
    new Recorder(),
  );
const get = (id: string) =>
  call(
    createHandler(deps),
    httpEvent({ method: 'GET', path: '/exceptions/{id}', id }),
    new Recorder(),
  );
const csv = async (query: Record<string, string> = {}) => {
  const headers = { accept: 'text/csv' };
  const event = httpEvent({ method: 'GET', path: '/exceptions', query, headers });
  const answer = await createHandler(deps)(event);
  const [names, ...rows] = (answer.body ?? '').trim().split('\r\n');
  return { headers: answer.headers, names, rows };
};
const hold = async (event: HeldEvent) => {
  await deps.ledger.hold(event);
  return exceptionId({ kind: 'event', held: event });
};
const unmatched = (n: number, data: object = {}) =>
  heldEvent(
    amountApplied({ id: `evt_${n}`, data: { payment_id: `pay_${n}`, ...data } }),
    'unmatched',
    {
      receivedAt: at(n),
    },
  );

test('what waits is listed as documented, with its age and what is proposed', async () => {
  const id = await hold(unmatched(1));
  await deps.intents.begin(presentation({ key: 'key-1', startedAt: at(-DAY) }), at(0));
  deps.clock.advance(2 * DAY);
  const { status, body } = await list();
  expect([status, read(ExceptionsResponse, body)]).toEqual([200, body]);
  expect(body).toEqual({
    data: [
      {
        id: 'intent:key-1',
        kind: 'intent',
        reason: 'present_balance',
        detail: 'not finished after 1 try',
        amount: 2000,
        currency: 'ZAR',
        obligation: CUSTOMER,
        since: at(-DAY),
        age_days: 3,
        proposal: { action: 'ask_again', detail: expect.stringMatching(/Idempotency-Key/) },
        actions: [],
      },
      {
        id,
        kind: 'unmatched',
        reason: 'obligation_unknown',
        amount: 15000,
        currency: 'ZAR',
        obligation: CUSTOMER,
        payment_id: 'pay_1',
        event_id: 'evt_1',
        since: at(1),
        age_days: 1,
        proposal: { action: 'adopt', detail: expect.stringMatching(/adopt or create it/) },
        actions: ['adopt', 'apply_to', 'apply', 'dismiss'],
      },
    ],
    counts: { unmatched: 1, quarantined: 0, stale: 0, intent: 1, push: 0, drift: 0 },
    next_cursor: null,
  });
});

test('what a clock ahead of ours wrote has no age yet', async () => {
  await hold(unmatched(1));
  expect((await list()).body['data']).toMatchObject([{ age_days: 0 }]);
});

test('pages follow each other by their cursor, which is of one list alone', async () => {
  const ids = [];
  for (const n of [1, 2, 3]) ids.push(await hold(unmatched(n)));
  const first = await list({ kind: 'unmatched', limit: '2' });
  const cursor = String(first.body['next_cursor']);
  const second = await list({ kind: 'unmatched', limit: '2', cursor });
  const shown = [first, second].flatMap(({ body }) => body['data'] as { readonly id: string }[]);
  expect(shown.map(({ id }) => id)).toEqual(ids);
  expect(second.body['next_cursor']).toBeNull();
  for (const query of [{ cursor }, { kind: 'stale', cursor }, { cursor: 'x' }]) {
    expect(await list(query)).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
  }
});

test('all that is wrong with a query is told at once', async () => {
  const { status, body } = await list({ kind: 'lost', limit: '0', bom: 'yes', from: '2026' });
  expect([status, body['code']]).toEqual([400, 'request.invalid']);
  const fields = (body['errors'] as { readonly field: string }[]).map(({ field }) => field);
  expect(fields.toSorted()).toEqual(['bom', 'from', 'kind', 'limit']);
});

test('as CSV each is a row, and texts are texts', async () => {
  await hold({ ...unmatched(1), detail: '=1+1' });
  const untold = { state: 'drift', dueAt: at(9), since: at(9), refusals: 0 } as const;
  const atMoment = { balance: 20500, sequence: 1, at: at(0), pushed: true };
  const drift = 'changed_at_moment' as const;
  deps.table.obligations.set(
    'bcus_2',
    obligation({ id: 'bcus_2', atMoment, untold: { ...untold, drift } }),
  );
  const { headers, names, rows } = await csv();
  expect(headers).toMatchObject({ 'content-type': expect.stringMatching(/^text\/csv/) });
  expect(names).toBe(
    'id,kind,reason,detail,amount_minor,amount_major,currency,obligation,payment_id,event_id,since,age_days,proposal,proposal_detail,actions',
  );
  const [event, head] = rows;
  expect(event).toMatch(
    /,unmatched,obligation_unknown,'=1\+1,15000,150\.00,ZAR,bcus_\w+,pay_1,evt_1,/,
  );
  expect(event).toMatch(/,2026-06-18T12:00:00\.001Z,0,adopt,".+",adopt apply_to apply dismiss$/);
  expect(head).toMatch(/^drift:bcus_2,drift,changed_at_moment,.+,-500,-5\.00,ZAR,bcus_2,,,.+,$/);
  const first = await csv({ limit: '1' });
  expect(first.rows).toEqual([event]);
  const cursor = String(/cursor=([^&>]+)/.exec(String(first.headers?.['link']))?.[1]);
  expect((await csv({ cursor })).rows).toEqual([head]);
  expect(headers).not.toHaveProperty('link');
});

test('an amount without a currency has no major units', async () => {
  await hold(heldEvent({ data: { amount: 7 } }, 'quarantined'));
  expect((await csv()).rows).toEqual([expect.stringMatching(/,malformed,,7,,,,,,/)]);
});

test('one is told with its history, what Moment said, and who may be meant', async () => {
  await open(deps, opening({ id: 'bcus_9', balance: 15000 }));
  const data = { metadata: { obligation_id: 'bcus_8' }, description: 'June' };
  const id = await hold(heldEvent(paymentRequestPaid({ data }), 'unmatched'));
  const { status, body } = await get(id);
  expect([status, read(ExceptionStoryResponse, body)]).toEqual([200, body]);
  expect(body).toMatchObject({
    id,
    history: [
      { at: at(0), what: 'signed' },
      { at: at(0), what: 'received', detail: 'unmatched, obligation_unknown' },
    ],
    telling: {
      type: 'payment_request.paid',
      data_id: 'pr_6phg74i4jG9wbzZbFDUQB',
      payment_id: PAYMENT,
      description: 'June',
      ids: ['bcus_8'],
      references: ['UCR1234567890'],
    },
    candidates: [
      {
        obligation: 'bcus_9',
        kind: 'customer',
        external_reference: 'UCR1234567890',
        currency: 'ZAR',
        balance: 15000,
        because: ['reference', 'amount'],
      },
    ],
  });
});

test('who owed the amount last night is a candidate while they still do, and the look never fails', async () => {
  const owing = { currency: 'ZAR', balance: 15000, openedAt: at(-DAY), recordedAt: at(-DAY) };
  for (const id of ['bcus_8', 'bcus_9']) {
    await open(deps, opening({ ...owing, id, externalReference: id }));
  }
  const yesterday = { asOf: '2026-06-17', zone: 'UTC' };
  await writeSnapshot(yesterday, NO_DEADLINE, { ...deps, heads: deps.kindHeads });
  deps.table.obligations.set('bcus_8', obligation({ id: 'bcus_8', balance: 0 }));
  const id = await hold(unmatched(1));
  const lookUp = async () => {
    const handler = createHandler({ ...deps, balances: new SnapshotBalances(deps) });
    const event = httpEvent({ method: 'GET', path: '/exceptions/{id}', id });
    const { status, body } = await call(handler, event, deps.logger);
    expect(read(ExceptionStoryResponse, body)).toEqual(body);
    return { status, candidates: body['candidates'] };
  };
  expect(await lookUp()).toMatchObject({
    status: 200,
    candidates: [{ obligation: 'bcus_9', balance: 15000, because: ['amount'] }],
  });
  deps.snapshots.readPart = async () => Promise.reject(new Error('S3 is away'));
  expect(await lookUp()).toEqual({ status: 200, candidates: [] });
  expect(deps.recorder.lines).toMatchObject([{ message: 'candidates.snapshot_unread' }]);
});

test('one that was resolved says by whom and why, and asks for nothing', async () => {
  const resolution = {
    ...({ action: 'dismiss', actor: 'jane', reason: 'other', note: 'a test' } as const),
    ...({ at: at(5), requestHash: 'h', state: 'unmatched' } as const),
  };
  const id = await hold({ ...unmatched(1), resolution });
  const { requestHash: _hash, state: _state, ...shown } = resolution;
  const { body } = await get(id);
  expect(body).toMatchObject({ actions: [], resolution: shown });
  expect(body).not.toHaveProperty('proposal');
  expect((body['history'] as unknown[]).at(-1)).toEqual({ ...shown, what: 'decided' });
  expect((await list()).body['data']).toEqual([]);
});

test('one that is not there is 404, and one that is no text 400', async () => {
  expect(await get('intent:nobody')).toMatchObject({
    status: 404,
    body: { code: 'exception.not_found', detail: expect.stringMatching(/GET \/exceptions/) },
  });
  expect(await get('intent:\u202e')).toMatchObject({ status: 400 });
});
