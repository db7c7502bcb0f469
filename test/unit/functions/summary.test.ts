import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/read-reports/handler.ts';
import { SummaryResponse } from '#shared/api/reports/summary-schemas.ts';
import { parse } from '#shared/models/parsing.ts';
import { writeReports } from '#shared/use-cases/reports/write-reports.ts';
import { CUSTOMER } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { createReportWorld, type ReportWorld } from '#test/support/report-world.ts';
import { heldEvent } from '#test/support/sound-ledger.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const ZONE = 'Africa/Johannesburg';
const YEN = 'bcus_Yen';

let world: ReportWorld;
beforeEach(() => {
  world = createReportWorld(ZONE);
});

const request = (query: Record<string, string>, headers = {}) =>
  httpEvent({ method: 'GET', path: '/summary', query, headers });
const get = (query: Record<string, string> = {}) =>
  call(createHandler(world), request(query), world.logger);
const summary = async (query: Record<string, string> = {}) => {
  const { status, body } = await get(query);
  expect([status, body]).toEqual([200, expect.anything()]);
  return parse(SummaryResponse, body);
};

/** Two days around midnight of the zone. */
async function playTwoDays() {
  world.goTo('2026-07-01T08:00:00Z');
  await world.open({ id: CUSTOMER, balance: 1000 });
  await world.open({ id: YEN, balance: 50, currency: 'JPY' });
  const charge = await world.change(CUSTOMER, { kind: 'charge', amount: 300 });
  world.goTo('2026-07-01T21:59:59.999Z');
  const payment = await world.pay(CUSTOMER, 400);
  await world.pay(CUSTOMER, 100);
  world.goTo('2026-07-01T22:00:00.000Z');
  await world.pay(CUSTOMER, 7);
  await world.change(CUSTOMER, { kind: 'reversal', reverses: charge, amount: 30 });
  await world.change(CUSTOMER, { kind: 'reversal', reverses: payment, amount: 20 });
  await world.change(CUSTOMER, { kind: 'adjustment', amount: -5 });
}

const FIRST = [
  { day: '2026-07-01', currency: 'JPY', opening: { count: 1, amount: 50 } },
  {
    ...{ day: '2026-07-01', currency: 'ZAR' },
    opening: { count: 1, amount: 1000 },
    payment: { count: 2, amount: -500 },
    charge: { count: 1, amount: 300 },
  },
];
const SECOND = {
  ...{ day: '2026-07-02', currency: 'ZAR' },
  payment: { count: 1, amount: -7 },
  adjustment: { count: 1, amount: -5 },
  reversal: { count: 1, amount: -30 },
  refund: { count: 1, amount: 20 },
};

describe('the summary of a period', () => {
  beforeEach(playTwoDays);

  test('has what was recorded on each day of the zone in each currency, and no type that did not happen', async () => {
    expect(await summary({ from: '2026-07-01', to: '2026-07-03' })).toEqual({
      from: '2026-06-30T22:00:00.000Z',
      to: '2026-07-02T22:00:00.000Z',
      zone: ZONE,
      data: [...FIRST, SECOND],
      waiting: [],
    });
    const { data } = await summary({ from: '2026-07-01', to: '2026-07-03', zone: 'UTC' });
    expect(data).toMatchObject([
      { day: '2026-07-01', currency: 'JPY' },
      { day: '2026-07-01', currency: 'ZAR', payment: { count: 3, amount: -507 } },
    ]);
  });

  test('is half-open, and may begin and end within a day', async () => {
    const query = { from: '2026-07-01T21:59:59.999Z', to: '2026-07-01T22:00:00Z' };
    expect((await summary(query)).data).toEqual([
      { day: '2026-07-01', currency: 'ZAR', payment: { count: 2, amount: -500 } },
    ]);
    const at = '2026-07-01T22:00:00Z';
    expect((await summary({ from: at, to: at })).data).toEqual([]);
  });

  test('is of today up to now, unless it is told', async () => {
    world.goTo('2026-07-02T10:00:00Z');
    expect(await summary()).toMatchObject({
      from: '2026-07-01T22:00:00.000Z',
      to: '2026-07-02T10:00:00.000Z',
      data: [SECOND],
    });
    expect(await summary({ to: '2026-07-02' })).toMatchObject({
      from: '2026-06-30T22:00:00.000Z',
      data: FIRST,
    });
    expect(await summary({ from: '2026-07-01' })).toMatchObject({ data: [...FIRST, SECOND] });
    expect(await summary({ from: '2027-01-01' })).toMatchObject({
      from: '2026-12-31T22:00:00.000Z',
      to: '2026-12-31T22:00:00.000Z',
      data: [],
    });
  });

  test('reads days that are over as they were written down, and adds up the others alone', async () => {
    world.goTo('2026-07-02T08:00:00Z');
    await writeReports(ZONE, NO_DEADLINE, world);
    expect(await world.summaries.listSummarised()).toEqual(['2026-07-01']);
    const query = { from: '2026-07-01', to: '2026-07-03' };
    world.recorded.reads.length = 0;
    expect((await summary(query)).data).toEqual([...FIRST, SECOND]);
    expect(new Set(world.recorded.reads.map(({ from, to }) => `${from} ${to}`))).toEqual(
      new Set(['2026-07-01T22:00:00.000Z 2026-07-02T22:00:00.000Z']),
    );
    // In another zone they are other days.
    world.recorded.reads.length = 0;
    await summary({ ...query, zone: 'UTC' });
    expect(world.recorded.reads[0]).toMatchObject({ from: '2026-07-01T00:00:00.000Z' });
    // A part of one is added up.
    expect((await summary({ ...query, from: '2026-07-01T08:00:00.001Z' })).data).toMatchObject([
      { day: '2026-07-01', currency: 'ZAR', payment: { count: 2, amount: -500 } },
      SECOND,
    ]);
  });

  test('has all of a type, however many pages of it are read', async () => {
    for (let n = 0; n < 5; n += 1) await world.pay(CUSTOMER, 1);
    expect((await summary({ from: '2026-07-02', to: '2026-07-03' })).data).toMatchObject([
      { payment: { count: 6, amount: -12 } },
    ]);
  });

  test('is CSV for a spreadsheet, a line for each type', async () => {
    const query = { from: '2026-07-01', to: '2026-07-02' };
    const { body } = await createHandler(world)(request(query, { accept: 'text/csv' }));
    expect(body?.split('\r\n')).toEqual([
      'day,currency,type,count,amount_minor,amount_major',
      '2026-07-01,JPY,opening,1,50,50',
      '2026-07-01,ZAR,opening,1,1000,10.00',
      '2026-07-01,ZAR,payment,2,-500,-5.00',
      '2026-07-01,ZAR,charge,1,300,3.00',
      '',
    ]);
  });
});

test.each([
  [{ from: '2026-07-02', to: '2026-07-01' }, 'must not be before from'],
  [{ from: '2025-07-01', to: '2026-07-03' }, 'at most 366 days'],
  [{ from: '2026-06-01', to: '2026-07-03', zone: 'UTC' }, '31 in another zone'],
])('a period of %o is refused', async (query, detail) => {
  expect(await get(query)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'to', detail: expect.stringContaining(detail) }] },
  });
});

test('a period of 366 days is not too long, nor one of 31 in another zone', async () => {
  expect((await get({ from: '2025-07-01', to: '2026-07-02' })).status).toBe(200);
  expect((await get({ from: '2026-06-01', to: '2026-07-02', zone: 'UTC' })).status).toBe(200);
});

test('all that is wrong with a period is told at once', async () => {
  const { body } = await get({ from: 'yesterday', zone: 'Mars', bom: '1', limit: '1' });
  expect(body['errors']).toMatchObject(
    ['from', 'zone', 'bom', 'limit'].map((field) => ({ field })),
  );
});

describe('where amounts together are no exact number', () => {
  beforeEach(async () => {
    world.goTo('2026-07-01T08:00:00Z');
    await world.open({ id: 'bcus_1', balance: Number.MAX_SAFE_INTEGER });
    await world.open({ id: 'bcus_2', balance: 1 });
    await world.change('bcus_2', { kind: 'charge', amount: 300 });
  });
  const query = { from: '2026-07-01', to: '2026-07-02' };
  const seen = [
    {
      ...{ day: '2026-07-01', currency: 'ZAR', opening: { count: 2 } },
      charge: { count: 1, amount: 300 },
    },
  ];

  test('the day has their count, and all else', async () => {
    expect((await summary(query)).data).toEqual(seen);
    const { body } = await createHandler(world)(request(query, { accept: 'text/csv' }));
    expect(body?.split('\r\n').slice(1)).toEqual([
      '2026-07-01,ZAR,opening,2,,',
      '2026-07-01,ZAR,charge,1,300,3.00',
      '',
    ]);
  });

  test('the day is written down, and read from there', async () => {
    world.goTo('2026-07-01T23:00:00Z');
    await writeReports(ZONE, NO_DEADLINE, world);
    expect(world.summaries.kept.get('2026-07-01')?.data).toEqual(seen);
    world.recorded.reads.length = 0;
    expect((await summary(query)).data).toEqual(seen);
    expect(world.recorded.reads).toEqual([]);
  });

  test('the amount is there once it is exact again, also where it was none on the way', async () => {
    await world.open({ id: 'bcus_3', balance: -7 });
    expect((await summary(query)).data).toMatchObject([
      { opening: { count: 3, amount: Number.MAX_SAFE_INTEGER - 6 } },
    ]);
  });
});

describe('what waits', () => {
  const told = (n: number, data: object) => ({
    id: `evt_${n}`,
    type: 'obligation.amount_applied',
    data: { id: `ob_${n}`, ...data },
  });
  const hold = (
    n: number,
    state: Parameters<typeof heldEvent>[1],
    receivedAt: string,
    about: { readonly amount?: number; readonly currency?: string },
  ) =>
    world.ledger.hold({
      ...heldEvent(told(n, {}), state, { receivedAt }),
      ...about,
      hash: `h${n}`,
    });

  test('is counted by kind and currency, with its amount and the oldest of it', async () => {
    await hold(1, 'unmatched', '2026-06-02T00:00:00.000Z', { amount: 5, currency: 'ZAR' });
    await hold(2, 'unmatched', '2026-06-01T00:00:00.000Z', { amount: 6, currency: 'zar' });
    await hold(3, 'unmatched', '2026-06-03T00:00:00.000Z', { amount: 7, currency: 'USD' });
    await hold(4, 'quarantined', '2026-06-04T00:00:00.000Z', { amount: 8 });
    await hold(5, 'quarantined', '2026-06-05T00:00:00.000Z', { currency: 'ZAR' });
    await hold(8, 'quarantined', '2026-06-08T00:00:00.000Z', { amount: 3, currency: 'JPY' });
    await hold(6, 'stale', '2026-06-06T00:00:00.000Z', { amount: 9, currency: 'ZAR' });
    await hold(7, 'ignored', '2026-06-07T00:00:00.000Z', { amount: 9, currency: 'ZAR' });
    expect((await summary()).waiting).toEqual([
      { kind: 'quarantined', count: 1, oldest: '2026-06-04T00:00:00.000Z' },
      {
        kind: 'quarantined',
        currency: 'JPY',
        count: 1,
        amount: 3,
        oldest: '2026-06-08T00:00:00.000Z',
      },
      {
        kind: 'quarantined',
        currency: 'ZAR',
        count: 1,
        amount: 0,
        oldest: '2026-06-05T00:00:00.000Z',
      },
      { kind: 'stale', currency: 'ZAR', count: 1, amount: 9, oldest: '2026-06-06T00:00:00.000Z' },
      {
        kind: 'unmatched',
        currency: 'USD',
        count: 1,
        amount: 7,
        oldest: '2026-06-03T00:00:00.000Z',
      },
      {
        kind: 'unmatched',
        currency: 'ZAR',
        count: 2,
        amount: 11,
        oldest: '2026-06-01T00:00:00.000Z',
      },
    ]);
  });

  test('has no amount where that is no exact number, and hides nothing by it', async () => {
    const amount = Number.MAX_SAFE_INTEGER;
    for (const n of [1, 2, 3]) {
      await hold(n, 'stale', `2026-06-0${n}T00:00:00.000Z`, { amount, currency: 'ZAR' });
    }
    expect((await summary()).waiting).toEqual([
      { kind: 'stale', currency: 'ZAR', count: 3, oldest: '2026-06-01T00:00:00.000Z' },
    ]);
  });
});
