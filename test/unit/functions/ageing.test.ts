import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/read-reports/handler.ts';
import { AgeingResponse } from '#shared/api/reports/ageing-schemas.ts';
import { parse } from '#shared/models/parsing.ts';
import { CUSTOMER } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createReportWorld, type ReportWorld } from '#test/support/report-world.ts';

const NONE = { current: 0, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0 };

let world: ReportWorld;
beforeEach(() => {
  world = createReportWorld();
  world.goTo('2026-07-01T06:00:00Z');
});

const get = (query: Record<string, string> = {}, id = CUSTOMER, path = '/customers/{id}/ageing') =>
  call(createHandler(world), httpEvent({ method: 'GET', path, id, query }), world.logger);
const ageing = async (...asked: Parameters<typeof get>) => {
  const { status, body } = await get(...asked);
  expect([status, body]).toEqual([200, expect.anything()]);
  return parse(AgeingResponse, body);
};
const csv = (query: Record<string, string> = {}) =>
  createHandler(world)(
    httpEvent({
      ...{ method: 'GET', path: '/customers/{id}/ageing', id: CUSTOMER, query },
      headers: { accept: 'text/csv' },
    }),
  );

describe('the ageing of a customer', () => {
  beforeEach(async () => {
    await world.open({ id: CUSTOMER, balance: 1000, externalReference: 'C-1' });
  });

  test('is of today in the zone of the stage, unless a day and a zone are asked for', async () => {
    // Eight in the morning there, and by ten in the evening it is tomorrow elsewhere.
    world.goTo('2026-07-01T20:00:00Z');
    expect(await ageing()).toEqual({
      as_of: '2026-07-01',
      zone: 'Africa/Johannesburg',
      data: [{ currency: 'ZAR', ...NONE, current: 1000, total: 1000 }],
      obligations: [
        {
          ...{ id: CUSTOMER, kind: 'customer', external_reference: 'C-1', sequence: 1 },
          ...{ currency: 'ZAR', ...NONE, current: 1000, total: 1000 },
        },
      ],
    });
    expect(await ageing({ zone: 'Pacific/Auckland' })).toMatchObject({
      as_of: '2026-07-02',
      zone: 'Pacific/Auckland',
      data: [{ '1-30': 1000, current: 0 }],
    });
  });

  test('has the newest charges for its balance, by the days since they took effect', async () => {
    world.goTo('2026-08-01T06:00:00Z');
    await world.change(CUSTOMER, { kind: 'charge', amount: 300 });
    await world.pay(CUSTOMER, 900);
    world.goTo('2026-08-02T06:00:00Z');
    expect((await ageing()).data).toEqual([
      { currency: 'ZAR', ...NONE, '1-30': 300, '31-60': 100, total: 400 },
    ]);
  });

  test('follows a refund and a reversal back to what they undo, by their entries', async () => {
    world.goTo('2026-08-01T06:00:00Z');
    const charge = await world.change(CUSTOMER, { kind: 'charge', amount: 300 });
    const payment = await world.pay(CUSTOMER, 1000);
    world.goTo('2026-08-20T06:00:00Z');
    await world.change(CUSTOMER, { kind: 'reversal', reverses: payment, amount: 1000 });
    await world.change(CUSTOMER, { kind: 'reversal', reverses: charge, amount: 100 });
    const asked: string[] = [];
    const readSaid = world.rows.readSaid.bind(world.rows);
    world.rows.readSaid = (lines) => {
      asked.push(...lines.map(({ type }) => type));
      return readSaid(lines);
    };
    expect((await ageing()).data).toEqual([
      { currency: 'ZAR', ...NONE, '1-30': 200, '31-60': 1000, total: 1200 },
    ]);
    // The others say themselves what they are about.
    expect(asked).toEqual(['refund', 'reversal']);
  });

  test('of a day that is over is what the books said at its end in the zone', async () => {
    world.goTo('2026-07-01T21:59:59.999Z');
    await world.change(CUSTOMER, { kind: 'charge', amount: 5 });
    world.goTo('2026-07-01T22:00:00Z');
    await world.change(CUSTOMER, {
      kind: 'charge',
      amount: 70,
      effectiveAt: '2026-06-01T12:00:00Z',
    });
    world.goTo('2026-07-20T00:00:00Z');
    await world.pay(CUSTOMER, 1075);
    expect(await ageing({ as_of: '2026-07-01' })).toMatchObject({
      data: [{ ...NONE, current: 1005, total: 1005 }],
      obligations: [{ sequence: 2 }],
    });
    expect((await ageing({ as_of: '2026-07-02' })).data).toEqual([
      { currency: 'ZAR', ...NONE, '1-30': 1005, '31-60': 70, total: 1075 },
    ]);
    expect((await ageing({ as_of: '2026-07-01', zone: 'UTC' })).data).toMatchObject([
      { total: 1075 },
    ]);
    expect(await ageing({ as_of: '2026-06-30' })).toMatchObject({ data: [], obligations: [] });
    expect(await ageing()).toMatchObject({
      data: [{ currency: 'ZAR', total: 0 }],
      obligations: [],
    });
  });

  test('has all that hangs on them: accounts, then bills, by reference, each currency by itself', async () => {
    const owner = { customerId: CUSTOMER };
    await world.open({
      id: 'bill_0',
      ...owner,
      balance: 30,
      dueDate: '2026-06-30',
      externalReference: 'B-2',
    });
    await world.open({
      id: 'bill_1',
      ...owner,
      balance: 20,
      dueDate: '2026-07-09',
      externalReference: 'B-1',
    });
    await world.open({
      id: 'bill_3',
      ...owner,
      balance: 40,
      currency: 'JPY',
      externalReference: 'B-3',
    });
    await world.open({ id: 'bacc_1', ...owner, balance: -7, externalReference: 'A-1' });
    await world.open({ id: 'bacc_2', ...owner, balance: 0, externalReference: 'A-2' });
    const { findObligations } = world.owned;
    world.owned.findObligations = async (ids) =>
      (await findObligations.call(world.owned, ids)).toReversed();
    const { data, obligations } = await ageing();
    expect(data).toEqual([
      { currency: 'JPY', ...NONE, current: 40, total: 40 },
      { currency: 'ZAR', ...NONE, current: 1013, '1-30': 30, total: 1043 },
    ]);
    expect(obligations.map(({ external_reference }) => external_reference)).toEqual([
      'C-1',
      'A-1',
      'B-1',
      'B-2',
      'B-3',
    ]);
    expect(obligations[1]).toMatchObject({ kind: 'account', customer_id: CUSTOMER, current: -7 });
    expect((await ageing({}, 'B-2', '/bills/{id}/ageing')).obligations).toMatchObject([
      { id: 'bill_0', '1-30': 30 },
    ]);
  });

  test('of an account has its bills, and of a bill itself alone', async () => {
    const owner = { customerId: CUSTOMER };
    await world.open({ id: 'bacc_1', ...owner, balance: 7, externalReference: 'A-1' });
    await world.open({
      id: 'bill_1',
      ...owner,
      accountId: 'bacc_1',
      balance: 20,
      externalReference: 'B-1',
    });
    expect((await ageing({}, 'A-1', '/accounts/{id}/ageing')).obligations).toMatchObject([
      { id: 'bacc_1', total: 7 },
      { id: 'bill_1', total: 20 },
    ]);
  });

  test('of a bill asks nobody what hangs on it', async () => {
    await world.open({ id: 'bill_1', balance: -20, dueDate: '2026-01-01' });
    world.owned.listOwned = () => Promise.reject(new Error('not to be asked'));
    const { obligations } = await ageing({}, 'bill_1', '/bills/{id}/ageing');
    expect(obligations).toMatchObject([{ id: 'bill_1', current: -20, over_90: 0, total: -20 }]);
  });

  test('leaves out who is not tracked', async () => {
    await world.open({ id: 'bcus_Untracked', balance: undefined, currency: undefined });
    expect(await ageing({}, 'bcus_Untracked')).toMatchObject({ data: [], obligations: [] });
  });

  test('is refused where more hangs on them than is read at once, and says what to ask instead', async () => {
    const ids = Array.from({ length: 1001 }, (_, n) => `bill_${n}`);
    world.table.owned.set(CUSTOMER, ids);
    expect(await get()).toMatchObject({
      status: 409,
      body: { code: 'ageing.too_many', detail: expect.stringContaining('GET /ageing') },
    });
    world.table.owned.set(CUSTOMER, ids.slice(1));
    expect((await get()).status).toBe(200);
  });

  test('is refused where it is no exact number together', async () => {
    const more = { customerId: CUSTOMER, balance: Number.MAX_SAFE_INTEGER - 999 };
    await world.open({ id: 'bill_1', ...more });
    expect(await get()).toMatchObject({
      status: 409,
      body: { code: 'balance.out_of_range', detail: expect.stringContaining(CUSTOMER) },
    });
  });

  test('is refused of a day that has not begun, with all else that is wrong', async () => {
    world.goTo('2026-07-01T22:00:00Z');
    const wrong = async (query: Record<string, string>) => {
      const { status, body } = await get(query);
      return [status, body['errors']];
    };
    const ahead = { field: 'as_of', detail: 'must not be after today in the zone' };
    expect(await wrong({ as_of: '2026-07-03' })).toEqual([400, [ahead]]);
    expect((await get({ as_of: '2026-07-02' })).status).toBe(200);
    expect(await wrong({ as_of: '2026-07-02', zone: 'UTC', bom: 'x' })).toEqual([
      400,
      [{ field: 'bom', detail: 'must be true or false' }, ahead],
    ]);
    expect(await wrong({ as_of: '2026-07-02T00:00:00Z', zone: 'Mars', colour: 'red' })).toEqual([
      400,
      [
        { field: 'as_of', detail: 'must be a day, such as 2026-07-01' },
        { field: 'zone', detail: expect.stringContaining('IANA') },
        { field: 'colour', detail: expect.anything() },
      ],
    ]);
  });

  test('is CSV for a spreadsheet, in minor and in major units', async () => {
    world.goTo('2026-08-02T06:00:00Z');
    const { headers, body } = await csv();
    expect(headers?.['content-type']).toMatch(/^text\/csv/);
    expect(body?.split('\r\n')).toEqual([
      'as_of,id,kind,external_reference,customer_id,sequence,currency,' +
        'current_minor,current_major,days_1_to_30_minor,days_1_to_30_major,' +
        'days_31_to_60_minor,days_31_to_60_major,days_61_to_90_minor,days_61_to_90_major,' +
        'over_90_minor,over_90_major,total_minor,total_major',
      `2026-08-02,${CUSTOMER},customer,C-1,,1,ZAR,0,0.00,0,0.00,1000,10.00,0,0.00,0,0.00,1000,10.00`,
      '',
    ]);
    expect((await csv({ bom: 'true' })).body).toMatch(/^\ufeffas_of,/);
  });
});

describe('an obligation with many entries', () => {
  beforeEach(async () => {
    await world.open({ id: CUSTOMER, balance: 100 });
    for (let day = 1; day <= 120; day += 1) {
      world.goTo(new Date(Date.parse('2026-07-01T06:00:00Z') + day * 86_400_000).toISOString());
      await world.change(CUSTOMER, { kind: 'charge', amount: 10 });
      await world.pay(CUSTOMER, 10);
    }
    world.rows.reads.length = 0;
  });

  test('is aged by its newest, fifty at once', async () => {
    expect((await ageing()).data).toMatchObject([{ current: 10, '1-30': 90, total: 100 }]);
    expect(world.rows.reads).toEqual([50]);
  });

  test('that owes nothing, or is owed to, is aged by its head alone', async () => {
    await world.pay(CUSTOMER, 130);
    expect((await ageing()).data).toMatchObject([{ current: -30, total: -30 }]);
    expect(world.rows.reads).toEqual([]);
  });

  test('that owes nothing is aged by its head alone too', async () => {
    await world.pay(CUSTOMER, 100);
    expect((await ageing()).data).toMatchObject([{ total: 0 }]);
    expect(world.rows.reads).toEqual([]);
  });

  test('of which all is owed since long ago is read no further than 90 days back', async () => {
    await world.change(CUSTOMER, {
      kind: 'charge',
      amount: 1_000_000,
      effectiveAt: '2026-01-01T00:00:00Z',
    });
    expect((await ageing()).data).toMatchObject([{ total: 1_000_100 }]);
    expect(world.rows.reads).toEqual([50, 50, 50, 50]);
  });
});

test('a balance that is made of all entries of a ledger is aged by all of them, to the first', async () => {
  await world.open({ id: CUSTOMER, balance: 10 });
  const effectiveAt = '2026-06-01T12:00:00Z';
  for (let n = 1; n < 51; n += 1) {
    await world.change(CUSTOMER, { kind: 'charge', amount: 10, effectiveAt });
  }
  world.rows.reads.length = 0;
  expect((await ageing()).data).toMatchObject([{ current: 10, '1-30': 500, total: 510 }]);
  expect(world.rows.reads).toEqual([50, 1]);
});

test('the ageing of what is not there is 404', async () => {
  const handler = createHandler(world);
  for (const kind of ['customer', 'account', 'bill']) {
    const event = httpEvent({ method: 'GET', path: `/${kind}s/{id}/ageing`, id: 'NOBODY' });
    expect(await call(handler, event, world.logger)).toMatchObject({
      status: 404,
      body: { code: `${kind}.not_found` },
    });
  }
});
