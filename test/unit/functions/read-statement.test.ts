import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler as createChangeBalance } from '#functions/change-balance/handler.ts';
import { createHandler } from '#functions/read-statement/handler.ts';
import { BalanceAsOfResponse, StatementResponse } from '#shared/api/statement-schemas.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import { parse } from '#shared/models/parsing.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { AUTHORIZER } from '#test/support/changes.ts';
import { CountedRows } from '#test/support/counted-rows.ts';
import {
  amountApplied,
  CUSTOMER,
  incoming,
  open,
  opening,
  paymentRequestPaid,
} from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createMemoryDeps } from '#test/support/memory-deps.ts';
import { readCsv } from '#test/support/read-csv.ts';
import { NO_DEADLINE, NOON } from '#test/support/world.ts';

const HOUR_MS = 3_600_000;

let deps: ReturnType<typeof createMemoryDeps>;
beforeEach(async () => {
  deps = createMemoryDeps();
  await open(deps);
});

const handler = () => createHandler({ ...deps, zone: 'Africa/Johannesburg' });
const ask = (what: string, query: Record<string, string> = {}, id = CUSTOMER, kind = 'customers') =>
  call(
    handler(),
    httpEvent({ method: 'GET', path: `/${kind}/{id}/${what}`, id, query }),
    deps.logger,
  );
const statement = async (query: Record<string, string> = {}) => {
  const { status, body } = await ask('statement', query);
  expect([status, body]).toEqual([200, expect.anything()]);
  return parse(StatementResponse, body);
};
const csv = async (query: Record<string, string> = {}) => {
  const path = '/customers/{id}/statement';
  const asked = { method: 'GET', path, id: CUSTOMER, headers: { accept: 'text/csv' }, query };
  const { statusCode, headers, body = '' } = await handler()(httpEvent(asked));
  expect(statusCode).toBe(200);
  return { headers: headers ?? {}, body, rows: readCsv(body) };
};

let changes = 0;
const change = async (what: string, body: object, entry?: string) => {
  changes += 1;
  const asked = httpEvent({
    ...{ path: `/customers/{id}/${what}`, id: CUSTOMER, authorizer: AUTHORIZER },
    ...(entry !== undefined && { entry }),
    headers: { 'idempotency-key': `key-${changes}` },
    body: JSON.stringify(body),
  });
  const reply = await call(createChangeBalance(deps), asked, deps.logger);
  expect(reply).toMatchObject({ status: 201 });
  return String(reply.body['id']);
};
const settle = (...events: readonly object[]) =>
  settleEvents(
    events.map((event) => incoming(event)),
    NO_DEADLINE,
    deps,
  );

/** Of two days in Johannesburg: 18 June, at 14:00 and 23:59:59.999, and the 19th. */
async function playTwoDays() {
  const charge = await change('charges', { amount: 500, reason: 'new_charge' });
  deps.clock.advance(10 * HOUR_MS - 1);
  await settle(amountApplied());
  deps.clock.advance(1);
  await change(
    'entries/{entry}/reversals',
    { amount: 200, reason: 'other', note: '=HYPERLINK("http://x")' },
    charge,
  );
  deps.clock.advance(48 * HOUR_MS);
  return charge;
}

test('a day begins and ends in the zone of the stage, unless another one is named', async () => {
  const charge = await playTwoDays();
  const [first, second] = [
    await statement({ from: '2026-06-18', to: '2026-06-19' }),
    await statement({ from: '2026-06-19', to: '2026-06-20' }),
  ];
  expect(first).toMatchObject({
    ...{ obligation: CUSTOMER, currency: 'ZAR', zone: 'Africa/Johannesburg', by: 'recorded' },
    ...{ from: '2026-06-17T22:00:00.000Z', to: '2026-06-18T22:00:00.000Z', final: true },
    ...{ opening_balance: 0, closing_balance: 5500, next_cursor: null },
    totals: { opening: 20000, charge: 500, payment: -15000 },
  });
  expect(second).toMatchObject({
    ...{ opening_balance: 5500, closing_balance: 5300, totals: { reversal: -200 } },
    data: [{ type: 'reversal', amount: -200, reverses: charge, reason: 'other', sequence: 4 }],
  });
  const inUtc = await statement({ from: '2026-06-18', to: '2026-06-19', zone: 'UTC' });
  expect(inUtc.data.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  const byTime = await statement({ from: '2026-06-19T00:00:00+02:00' });
  expect(byTime.data.map(({ sequence }) => sequence)).toEqual([4]);
});

test('a past one printed again is the same to the byte, whatever is undone or told by then', async () => {
  const period = { from: '2026-06-18', to: '2026-06-19' };
  const charge = await playTwoDays();
  const print = async () => [
    JSON.stringify((await ask('statement', period)).body),
    (await csv(period)).body,
  ];
  const before = await print();
  await change('entries/{entry}/reversals', { reason: 'goodwill' }, charge);
  await settle(paymentRequestPaid({ data: { description: 'Gold membership' } }));
  expect(deps.table.tellings.size).toBe(1);
  deps.clock.advance(1_000 * HOUR_MS);
  expect(await print()).toEqual(before);
});

test('by effective time a back-dated charge stands where it belongs', async () => {
  await change('charges', { amount: 500, reason: 'new_charge' });
  await change('charges', {
    ...{ amount: 70, reason: 'billing_error' },
    effective_at: '2026-06-01T09:00:00+02:00',
  });
  const june = { from: '2026-06-01', to: '2026-06-18', by: 'effective' };
  expect(await statement(june)).toMatchObject({
    ...{ by: 'effective', final: false, opening_balance: 0, closing_balance: 70 },
    data: [{ sequence: 3, amount: 70, ending_balance: 70 }],
  });
});

describe('pages', () => {
  beforeEach(playTwoDays);

  test('are of as many lines as asked for, and lead to the next', async () => {
    const first = await statement({ limit: '3' });
    expect(first.data.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(first.page).toEqual({
      ...{ opening_balance: 0, closing_balance: 5500 },
      totals: { opening: 20000, charge: 500, payment: -15000 },
    });
    deps.clock.advance(HOUR_MS);
    await change('charges', { amount: 1, reason: 'new_charge' });
    const cursor = String(first.next_cursor);
    const second = await statement({ limit: '10', cursor });
    expect(second.data.map(({ sequence }) => sequence)).toEqual([4]);
    expect(second).toMatchObject({
      ...{ id: first.id, to: first.to, closing_balance: 5300, next_cursor: null },
      page: { opening_balance: 5500, closing_balance: 5300, totals: { reversal: -200 } },
    });
  });

  test('of another statement are refused, and so is what is no cursor', async () => {
    const { next_cursor } = await statement({ limit: '2' });
    const cursor = String(next_cursor);
    expect(await ask('statement', { limit: '1', cursor })).toMatchObject({ status: 200 });
    const [list, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const made = (other: object) =>
      Buffer.from(JSON.stringify([list, { ...place, ...other }])).toString('base64url');
    for (const query of [
      { cursor, from: '2026-06-01' },
      { cursor, to: '2026-07-01' },
      { cursor, zone: 'UTC' },
      { cursor, by: 'effective' },
      { cursor: `${cursor}x` },
      { cursor: 'x' },
      { cursor: made({ after: 1.5 }) },
      { cursor: made({ after: 1 }) },
      { cursor: made({ totals: { opening: 1 } }) },
      { cursor: made({ totals: { interest: 20500 } }) },
      { cursor: made({ to: 'tomorrow' }) },
      { cursor: made({ more: 1 }) },
    ]) {
      const { status, body } = await ask('statement', query);
      expect([query, status, body['code']]).toEqual([query, 400, 'cursor.invalid']);
    }
  });
});

describe('as CSV', () => {
  test('has a row for each entry between two balances, and its amounts add up to what lies between them', async () => {
    const charge = await playTwoDays();
    const { headers, rows } = await csv();
    expect(headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8; header=present' });
    expect(headers['link']).toBeUndefined();
    expect(
      rows.map((row) => [row['type'], row['amount_major'], row['ending_balance_major']]),
    ).toEqual([
      ['opening_balance', '', '0.00'],
      ['opening', '200.00', '200.00'],
      ['charge', '5.00', '205.00'],
      ['payment', '-150.00', '55.00'],
      ['reversal', '-2.00', '53.00'],
      ['closing_balance', '', '53.00'],
    ]);
    expect(rows[4]).toEqual({
      id: `command:key-${changes}@${CUSTOMER}`,
      sequence: '4',
      type: 'reversal',
      amount_minor: '-200',
      amount_major: '-2.00',
      ending_balance_minor: '5300',
      ending_balance_major: '53.00',
      currency: 'ZAR',
      linked_id: charge,
      payment_id: '',
      payment_request: '',
      description: '',
      reason: 'other',
      note: '\'=HYPERLINK("http://x")',
      actor: 'arn:aws:iam::123456789012:user/jane',
      effective_at: new Date(NOON).toISOString(),
      recorded_at: new Date(NOON + 10 * HOUR_MS).toISOString(),
    });
  });

  test('is one table over its pages, to which a link leads', async () => {
    await playTwoDays();
    const query = { from: '2026-06-18', limit: '2' };
    const whole = await csv({ ...query, limit: '100' });
    const types: string[] = [];
    let next: Record<string, string> = query;
    for (let pages = 0; pages < 5; pages += 1) {
      const { headers, rows } = await csv(next);
      types.push(...rows.map(({ type = '' }) => type));
      const [, link] = /^<\?(.*)>; rel="next"$/.exec(String(headers['link'])) ?? [];
      if (link === undefined) break;
      next = Object.fromEntries(new URLSearchParams(link));
      expect(next).toMatchObject({ from: '2026-06-18', limit: '2' });
    }
    expect(types).toEqual(whole.rows.map(({ type }) => type));
  });

  test('says the balance of a period without entries, and begins with a mark where one is asked for', async () => {
    deps.clock.advance(1_000 * HOUR_MS);
    const { rows, body } = await csv({ from: '2026-07-01', to: '2026-07-02', bom: 'true' });
    const at = { from: '2026-06-30T22:00:00.000Z', to: '2026-07-01T22:00:00.000Z' };
    expect(
      rows.map(({ type, ending_balance_minor, recorded_at }) => [
        type,
        ending_balance_minor,
        recorded_at,
      ]),
    ) //
      .toEqual([
        ['opening_balance', '20000', at.from],
        ['closing_balance', '20000', at.to],
      ]);
    expect(body.startsWith('\uFEFF')).toBe(true);
  });
});

test('an answer is never longer than a function may answer', async () => {
  const rows = new CountedRows(3_000);
  const note = '"'.repeat(500);
  const wordy = {
    readRows: rows.readRows.bind(rows),
    readSaid: async (lines: readonly StatementLine[]) => lines.map((line) => ({ ...line, note })),
  };
  deps.table.obligations.set(CUSTOMER, rows.head);
  const path = '/customers/{id}/statement';
  for (const accept of ['application/json', 'text/csv']) {
    const query = { limit: '10000' };
    const asked = { method: 'GET', path, id: CUSTOMER, headers: { accept }, query };
    const handle = createHandler({ ...deps, rows: wordy, zone: 'UTC' });
    const answer = JSON.stringify(await handle(httpEvent(asked)));
    expect(Buffer.byteLength(answer)).toBeLessThan(6_000_000);
    expect(Buffer.byteLength(answer)).toBeGreaterThan(2_000_000);
    expect(answer).toMatch(/next_cursor\\":\\"|rel=/);
  }
});

describe('the balance of a moment', () => {
  test('is what had taken effect then, as far as was known', async () => {
    await playTwoDays();
    await change('charges', {
      ...{ amount: 70, reason: 'billing_error' },
      effective_at: '2026-06-18T20:00:00Z',
    });
    const balance = async (query: Record<string, string>) =>
      parse(BalanceAsOfResponse, (await ask('balance', query)).body);
    expect(await balance({})).toEqual({
      ...{ id: CUSTOMER, currency: 'ZAR', balance: 5370 },
      ...{ zone: 'Africa/Johannesburg', sequence: 5 },
    });
    const known_at = '2026-06-19';
    expect(await balance({ known_at })).toMatchObject({
      ...{ balance: 5500, sequence: 3, known_at: '2026-06-18T22:00:00.000Z' },
    });
    // The payment and what was charged in error took effect before; the reversal when its charge did.
    expect(await balance({ as_of: '2026-06-19' })).toMatchObject({ balance: 5370, sequence: 5 });
    expect(await balance({ as_of: '2026-06-18' })).toMatchObject({ balance: -15000 });
    expect(await balance({ as_of: '2026-06-19', known_at })).toMatchObject({ balance: 5500 });
    expect(await balance({ as_of: '2026-06-19', zone: 'UTC' })).toMatchObject({
      ...{ as_of: '2026-06-19T00:00:00.000Z', zone: 'UTC' },
    });
    expect(await balance({ known_at: '2020-01-01' })).toMatchObject({ balance: 0, sequence: 0 });
  });

  test('as of the beginning of a statement is what that begins with', async () => {
    await playTwoDays();
    for (const from of ['2026-06-18', '2026-06-19', '2026-06-20']) {
      const { opening_balance } = await statement({ from, by: 'effective' });
      const { body } = await ask('balance', { as_of: from });
      expect(body['balance']).toBe(opening_balance);
    }
  });
});

describe('bad input', () => {
  const problems = async (what: string, query: Record<string, string>) => {
    const { status, body } = await ask(what, query);
    expect([status, body['code']]).toEqual([400, 'request.invalid']);
    return (body['errors'] as { field: string }[]).map(({ field }) => field);
  };

  test('is told at once, all of it', async () => {
    const wrong = {
      ...{ from: '2026-07-01T09:00:00', to: '1 July', zone: 'Africa/Atlantis', by: 'time' },
      ...{ limit: '10001', bom: 'yes', day: 'x' },
    };
    expect((await problems('statement', wrong)).toSorted()).toEqual(Object.keys(wrong).toSorted());
    const { body } = await ask('statement', { limit: '0', from: '2026-07-02', to: '2026-07-01' });
    expect(body['errors']).toEqual([
      { field: 'limit', detail: 'must be a whole number from 1 to 10000' },
      { field: 'to', detail: 'must not be before from' },
    ]);
    const ofBalance = { as_of: '2026-06-31', known_at: 'now', zone: '+02:00', from: '2026-07-01' };
    expect((await problems('balance', ofBalance)).toSorted()).toEqual(
      Object.keys(ofBalance).toSorted(),
    );
  });

  test('of nobody is 404, and of what has no balance 409', async () => {
    expect(await ask('statement', {}, 'NOBODY', 'bills')).toMatchObject({
      ...{ status: 404, body: { code: 'bill.not_found' } },
    });
    const untracked = { id: 'bcus_untracked', externalReference: 'UNTRACKED', balance: undefined };
    await open(deps, opening(untracked));
    for (const what of ['statement', 'balance']) {
      expect(await ask(what, {}, 'UNTRACKED')).toMatchObject({
        ...{ status: 409, body: { code: 'balance.not_tracked' } },
      });
    }
  });
});
