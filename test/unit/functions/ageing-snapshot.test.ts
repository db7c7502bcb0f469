import { beforeEach, describe, expect, test } from 'vitest';
import { createHandler } from '#functions/read-reports/handler.ts';
import { createHandler as createReport } from '#functions/report/handler.ts';
import { AgeingPageResponse, AgeingResponse } from '#shared/api/reports/ageing-schemas.ts';
import { parse } from '#shared/models/parsing.ts';
import { SnapshotBalances } from '#shared/use-cases/reports/snapshot-balances.ts';
import { writeSnapshot } from '#shared/use-cases/reports/write-snapshot.ts';
import { CUSTOMER } from '#test/support/factories.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { createReportWorld, type ReportWorld } from '#test/support/report-world.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const ZONE = 'Africa/Johannesburg';
/** The end of 1 July there. */
const END = '2026-07-01T22:00:00.000Z';
const TAKEN = '2026-07-01T22:15:00.000Z';

let world: ReportWorld;
beforeEach(async () => {
  world = createReportWorld(ZONE);
  world.goTo('2026-07-01T06:00:00Z');
});

const run = (remainingMs = 900_000) =>
  createReport({ ...world, zone: ZONE })({}, lambdaContext(remainingMs));
const request = (query: Record<string, string>, headers = {}) =>
  httpEvent({ method: 'GET', path: '/ageing', query, headers });
const get = (query: Record<string, string> = {}) =>
  call(createHandler(world), request(query), world.logger);
const page = async (query: Record<string, string> = {}) => {
  const { status, body } = await get(query);
  expect([status, body]).toEqual([200, expect.anything()]);
  return parse(AgeingPageResponse, body);
};

/** Three kinds, two currencies, one that owes nothing, one that nobody tracks, and one in credit. */
async function openSome() {
  await world.open({ id: CUSTOMER, balance: 1000, externalReference: 'C-1' });
  await world.open({ id: 'bcus_2', balance: 0, externalReference: 'C-2' });
  await world.open({
    id: 'bcus_3',
    balance: undefined,
    currency: undefined,
    externalReference: 'C-3',
  });
  const owner = { customerId: CUSTOMER };
  await world.open({ id: 'bacc_1', ...owner, balance: -70, externalReference: 'A-1' });
  await world.open({
    id: 'bill_1',
    ...owner,
    balance: 20,
    dueDate: '2026-05-01',
    externalReference: 'B-1',
  });
  await world.open({
    id: 'bill_2',
    ...owner,
    balance: 30,
    currency: 'JPY',
    externalReference: 'B-2',
  });
}

describe('what all owe by age', () => {
  beforeEach(openSome);

  test('is written down a quarter of an hour after the end of the day, and read from there', async () => {
    world.goTo('2026-07-01T22:14:59.999Z');
    await run();
    expect(await get()).toMatchObject({ status: 200, body: { as_of: '2026-06-30', data: [] } });
    world.goTo(TAKEN);
    await run();
    expect(await page()).toEqual({
      as_of: '2026-07-01',
      zone: ZONE,
      taken_at: TAKEN,
      data: [
        { currency: 'JPY', current: 30, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0, total: 30 },
        {
          currency: 'ZAR',
          current: 930,
          '1-30': 0,
          '31-60': 0,
          '61-90': 20,
          over_90: 0,
          total: 950,
        },
      ],
      obligations: [
        expect.objectContaining({ id: CUSTOMER, external_reference: 'C-1', total: 1000 }),
        expect.objectContaining({ id: 'bacc_1', customer_id: CUSTOMER, total: -70 }),
        expect.objectContaining({ id: 'bill_1', '61-90': 20 }),
        expect.objectContaining({ id: 'bill_2', currency: 'JPY', total: 30 }),
      ],
      next_cursor: null,
    });
  });

  test('is what each of them answers by itself for that day, also where entries come while it is written', async () => {
    world.goTo('2026-07-01T21:59:59.999Z');
    await world.change(CUSTOMER, { kind: 'charge', amount: 500 });
    world.goTo(END);
    await world.pay(CUSTOMER, 900);
    await world.change('bcus_2', { kind: 'charge', amount: 5 });
    await world.open({ id: 'bcus_Late', balance: 77, externalReference: 'C-9' });
    world.goTo(TAKEN);
    const { heads } = world;
    const listHeads = heads.listHeads.bind(heads);
    heads.listHeads = async (...asked) => {
      const listed = await listHeads(...asked);
      await world.pay('bill_1', 1);
      await world.change('bacc_1', { kind: 'charge', amount: 71 });
      return listed;
    };
    await run();
    const { obligations } = await page();
    expect(obligations.map(({ id }) => id)).toEqual([CUSTOMER, 'bacc_1', 'bill_1', 'bill_2']);
    for (const each of obligations) {
      const path = `/${each.kind}s/{id}/ageing`;
      const query = { as_of: '2026-07-01' };
      const event = httpEvent({ method: 'GET', path, id: each.id, query });
      const { body } = await call(createHandler(world), event, world.logger);
      const alone = parse(AgeingResponse, body).obligations.find(({ id }) => id === each.id);
      expect(alone).toEqual(each);
    }
  });

  test('comes page by page, with the sums of all on each, and the pages are of one day', async () => {
    world.goTo(TAKEN);
    await run();
    const first = await page({ limit: '3' });
    // Meanwhile another day is written down.
    world.goTo('2026-07-02T23:00:00Z');
    await run();
    const second = await page({ limit: '3', cursor: String(first.next_cursor) });
    expect(second.as_of).toBe('2026-07-01');
    expect(second.data).toEqual(first.data);
    const ids = [...first.obligations, ...second.obligations].map(({ id }) => id);
    expect(ids).toEqual([CUSTOMER, 'bacc_1', 'bill_1', 'bill_2']);
    expect(second.next_cursor).toBeNull();
    expect((await page({ limit: '4', as_of: '2026-07-01' })).next_cursor).toBeNull();
    expect((await page()).as_of).toBe('2026-07-02');
  });

  test('is CSV for a spreadsheet, which leads to its next page', async () => {
    world.goTo(TAKEN);
    await run();
    const csv = (query: Record<string, string>) =>
      createHandler(world)(request(query, { accept: 'text/csv' }));
    const { body, headers } = await csv({ limit: '3', bom: 'true' });
    expect(body?.split('\r\n')).toHaveLength(5);
    const [, query = ''] = /^<\?(.*)>; rel="next"$/.exec(String(headers?.['link'])) ?? [];
    const next = await csv(Object.fromEntries(new URLSearchParams(query)));
    expect(next.body).toContain('2026-07-01,bill_2,bill,B-2,');
    expect(next.headers).not.toHaveProperty('link');
    expect((await csv({})).body?.split('\r\n')).toHaveLength(6);
  });

  test('is refused of a day that is not written down, and names those that are', async () => {
    expect(await get()).toMatchObject({
      status: 404,
      body: { code: 'ageing.not_taken', detail: expect.stringContaining('No day') },
    });
    expect(await get({ as_of: '2026-06-30' })).toMatchObject({
      status: 404,
      body: { detail: '2026-06-30 is not written down, nor is any other day yet' },
    });
    for (const at of [TAKEN, '2026-07-02T23:00:00Z']) {
      world.goTo(at);
      await run();
    }
    // Begun, and not finished.
    await world.snapshots.writePart('2026-06-29', 'part-00000', {
      ...{ format: 1, startedAt: TAKEN, obligations: [], unreadable: [], next: 'more' },
    });
    for (const as_of of ['2026-06-29', '2026-07-03']) {
      expect(await get({ as_of })).toMatchObject({
        status: 404,
        body: {
          code: 'ageing.not_taken',
          detail: `${as_of} is not written down: the oldest day is 2026-07-01, the newest 2026-07-02`,
          oldest: '2026-07-01',
          newest: '2026-07-02',
        },
      });
    }
  });

  test.each([
    [{ zone: 'UTC' }, 'zone', `must be ${ZONE}`],
    [{ as_of: '2026-07-02' }, 'as_of', 'must not be after today'],
    [{ limit: '5001' }, 'limit', 'from 1 to 5000'],
    [{ limit: '0' }, 'limit', 'from 1 to 5000'],
  ])('of %o is refused', async (query: Record<string, string>, field, detail) => {
    expect(await get(query)).toMatchObject({
      status: 400,
      body: { errors: [{ field, detail: expect.stringContaining(detail) }] },
    });
  });

  test('is asked for in the zone of the stage by name, too', async () => {
    world.goTo(TAKEN);
    await run();
    expect((await page({ zone: ZONE, limit: '5000' })).as_of).toBe('2026-07-01');
  });

  test('takes no cursor of another list', async () => {
    world.goTo(TAKEN);
    await run();
    const { next_cursor } = await page({ limit: '1' });
    const wrong = { cursor: String(next_cursor), as_of: '2026-07-01' };
    expect(await get(wrong)).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
    expect(await get({ cursor: 'x' })).toMatchObject({ body: { code: 'cursor.invalid' } });
  });
});

describe('a run that writes down what is owed', () => {
  /** More than are read at once. */
  const MANY = 205;
  beforeEach(async () => {
    for (let n = 0; n < MANY; n += 1) {
      await world.open({ id: `bcus_${n}`, balance: n + 1, externalReference: `C-${1000 + n}` });
    }
    await world.open({ id: 'bill_1', balance: 5, externalReference: 'B-1' });
    world.goTo(TAKEN);
  });
  const partsOf = (day: string) =>
    [...(world.snapshots.parts.get(day) ?? [])].map(([name, part]) => [
      name,
      part.obligations.length,
      part.next,
    ]);

  test('without time left is gone on with by the next one, after the last part', async () => {
    const { heads, clock } = world;
    const listHeads = heads.listHeads.bind(heads);
    heads.listHeads = async (...asked) => {
      clock.advance(1000);
      return listHeads(...asked);
    };
    await run(61_500);
    expect(partsOf('2026-07-01')).toEqual([
      ['part-00000', 200, '{"kind":"customer","after":"C-1199"}'],
    ]);
    expect((await get()).status).toBe(404);
    await run();
    expect(partsOf('2026-07-01').slice(1)).toEqual([['part-00001', 6, null]]);
    const sum = (MANY * (MANY + 1)) / 2 + 5;
    expect(await page({ limit: '5000' })).toMatchObject({ data: [{ total: sum }] });
    expect((await page({ limit: '5000' })).obligations).toHaveLength(MANY + 1);
    // It begins in one part and ends in the other.
    const first = await page({ limit: '199' });
    const { obligations } = await page({ limit: '4', cursor: String(first.next_cursor) });
    expect(obligations.map(({ id }) => id)).toEqual([199, 200, 201, 202].map((n) => `bcus_${n}`));
    const { lines } = world.recorder;
    expect(lines.map(({ message, members }) => [message, members['outcome']])).toEqual(
      expect.arrayContaining([
        ['report.looked_at', 'unfinished'],
        ['report.written', 'written'],
      ]),
    );
  });

  test('begins nothing once its time is over, and no further page of a part', async () => {
    await run(60_000);
    expect(partsOf('2026-07-01')).toEqual([]);
    const { heads, clock } = world;
    const listHeads = heads.listHeads.bind(heads);
    heads.listHeads = async (...asked) => {
      clock.advance(1000);
      return listHeads(...asked);
    };
    await run(61_000);
    expect(partsOf('2026-07-01').map(([name, count]) => [name, count])).toEqual([
      ['part-00000', 100],
    ]);
  });

  test('makes a part of as many as it may have', async () => {
    await writeSnapshot({ asOf: '2026-07-01', zone: ZONE }, NO_DEADLINE, {
      ...world,
      obligationsPerPart: 100,
    });
    expect(partsOf('2026-07-01').map(([name, count]) => [name, count])).toEqual([
      ['part-00000', 100],
      ['part-00001', 100],
      ['part-00002', 6],
    ]);
    // A page reads those parts alone that it is of.
    const { snapshots } = world;
    const readPart = snapshots.readPart.bind(snapshots);
    const read: string[] = [];
    snapshots.readPart = (day, name) => {
      read.push(name);
      return readPart(day, name);
    };
    const first = await page({ limit: '100' });
    expect(read).toEqual(['part-00000']);
    const { obligations } = await page({ limit: '101', cursor: String(first.next_cursor) });
    expect(read).toEqual(['part-00000', 'part-00001', 'part-00002']);
    expect(obligations.map(({ id }) => id).slice(99)).toEqual(['bcus_199', 'bcus_200']);
  });

  test('counts how old the newest one is, and writes nothing twice', async () => {
    await run();
    world.clock.advance(3_600_000);
    await run();
    expect(world.recorder.metrics.filter(({ name }) => name === 'ReportAge')).toEqual([
      { name: 'ReportAge', value: 0, dimensions: {} },
      { name: 'ReportAge', value: 3_600_000, dimensions: {} },
    ]);
    expect(world.recorder.lines.at(-1)).toMatchObject({
      message: 'report.looked_at',
      members: { outcome: 'there', day: '2026-07-01', newest: '2026-07-01' },
    });
  });

  test('leaves the work to another one that is at the same', async () => {
    const { snapshots } = world;
    const part = {
      format: 1,
      startedAt: END,
      obligations: [],
      unreadable: [],
      next: null,
    } as const;
    const writePart = snapshots.writePart.bind(snapshots);
    snapshots.writePart = async (day, name, content) => {
      await writePart(day, name, part);
      return writePart(day, name, content);
    };
    await run();
    expect(world.recorder.lines.at(-1)?.members).toMatchObject({ outcome: 'overtaken' });
    expect(await snapshots.listObjects('2026-07-01')).toEqual({
      parts: ['part-00000'],
      isFinished: false,
    });
    snapshots.writePart = writePart;
    snapshots.writeManifest = async () => false;
    await run();
    expect(world.recorder.lines.at(-1)?.members).toMatchObject({ outcome: 'overtaken' });
  });

  test('leaves out what it cannot read, and says so', async () => {
    world.heads.unreadable.add('bcus_7');
    await run();
    expect(world.recorder.lines).toContainEqual({
      level: 'warn',
      message: 'report.left_out',
      members: { count: 1, obligations: ['bcus_7'] },
    });
    expect(world.snapshots.manifests.get('2026-07-01')).toMatchObject({
      unreadable: 1,
      parts: [{ name: 'part-00000', count: MANY }],
    });
  });

  const openBefore = (id: string, balance: number, more = {}) => {
    const at = '2026-07-01T06:00:00.000Z';
    return world.open({
      id,
      balance,
      externalReference: id,
      openedAt: at,
      recordedAt: at,
      ...more,
    });
  };

  test('has no sum of a currency where that is no exact number, and all that is owed', async () => {
    await openBefore('bcus_X', Number.MAX_SAFE_INTEGER);
    await openBefore('bcus_Yen', 7, { currency: 'JPY' });
    await run();
    expect(world.recorder.lines.at(-1)?.members).toMatchObject({ outcome: 'written' });
    const { data, obligations } = await page({ limit: '5000' });
    expect(data).toMatchObject([{ currency: 'JPY', total: 7 }]);
    expect(obligations).toHaveLength(MANY + 3);
    expect(obligations).toContainEqual(
      expect.objectContaining({ id: 'bcus_X', total: Number.MAX_SAFE_INTEGER }),
    );
    // Which currencies there are is known all the same: whoever owes an amount is looked for by it.
    const { clock, logger, snapshots } = world;
    const balances = new SnapshotBalances({ snapshots, clock, logger });
    expect(await balances.findByTotal('ZAR', MANY, 2)).toEqual([`bcus_${MANY - 1}`]);
  });

  test('has an exact sum, also where that of a part is none', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    await openBefore('AAA_1', most);
    await openBefore('AAA_2', most);
    await openBefore('ZZZ_1', -most);
    await openBefore('ZZZ_2', -most);
    await writeSnapshot({ asOf: '2026-07-01', zone: ZONE }, NO_DEADLINE, {
      ...world,
      obligationsPerPart: 100,
    });
    expect(partsOf('2026-07-01')).toHaveLength(3);
    expect(await page()).toMatchObject({ data: [{ total: (MANY * (MANY + 1)) / 2 + 5 }] });
  });
});

describe('the summaries of days that are over', () => {
  beforeEach(async () => {
    await world.open({ id: CUSTOMER, balance: 1000 });
    world.goTo('2026-07-04T23:00:00Z');
  });
  const summarised = () => world.summaries.listSummarised();

  test('are written since the first entry, and each once', async () => {
    await run();
    expect(await summarised()).toEqual(['2026-07-01', '2026-07-02', '2026-07-03', '2026-07-04']);
    expect(world.summaries.kept.get('2026-07-01')).toEqual({
      ...{ format: 1, day: '2026-07-01', zone: ZONE, writtenAt: '2026-07-04T23:00:00.000Z' },
      data: [{ day: '2026-07-01', currency: 'ZAR', opening: { count: 1, amount: 1000 } }],
    });
    world.goTo('2026-07-05T23:00:00Z');
    world.recorded.reads.length = 0;
    await run();
    expect(world.recorder.lines.at(-1)?.members).toMatchObject({ summarised: 1 });
    // Those that are there are not added up again.
    expect(new Set(world.recorded.reads.map(({ from }) => from))).toEqual(
      new Set(['2026-07-04T22:00:00.000Z']),
    );
    expect((await summarised()).at(-1)).toBe('2026-07-05');
  });

  test('are written the newest first, as long as there is time', async () => {
    const { summaries, clock } = world;
    const writeSummary = summaries.writeSummary.bind(summaries);
    summaries.writeSummary = async (summary) => {
      clock.advance(1000);
      return writeSummary(summary);
    };
    await run(62_000);
    expect(await summarised()).toEqual(['2026-07-03', '2026-07-04']);
  });

  test('are not counted by whoever was overtaken', async () => {
    world.summaries.writeSummary = async () => false;
    await run();
    expect(world.recorder.lines.at(-1)?.members).toMatchObject({ summarised: 0 });
  });

  test('go back no further than a summary may be asked for', async () => {
    world.goTo('2028-07-01T00:00:00Z');
    await run();
    const days = await summarised();
    expect([days.length, days[0], days.at(-1)]).toEqual([366, '2027-07-01', '2028-06-30']);
  });
});

test('nothing is summed up where there is no entry', async () => {
  await run();
  expect(await world.summaries.listSummarised()).toEqual([]);
});
