import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { importKey } from '#shared/models/import-row.ts';
import { changeBalance } from '#shared/use-cases/changes/change-balance.ts';
import { beginUpload } from '#shared/use-cases/uploads/import-upload.ts';
import { createUploadWorld, customersCsv, type UploadWorld } from '#test/support/upload-world.ts';
import { NO_DEADLINE } from '#test/support/world.ts';

const NAME = 'customers/ZAR/2026-12.csv';
const AWAY = new ServiceError('moment.unavailable', 'Moment cannot be reached');

let world: UploadWorld;
beforeEach(() => {
  world = createUploadWorld();
});

const owed = async (reference: string) => {
  const owner = await world.ledger.findReference('customer', reference);
  if (owner?.kind !== 'taken') return undefined;
  return (await world.ledger.findObligation(owner.obligationId))?.balance;
};
/** Somebody moves what is owed, as a payment does. */
const move = (reference: string, amount: number) =>
  changeBalance(
    {
      ...{ kind: 'customer', id: reference, deadline: NO_DEADLINE },
      change: { kind: 'adjustment', amount },
      asking: { key: `move-${reference}`, actor: 'jane', reason: 'goodwill' },
    },
    world,
  );
const entriesOf = async (reference: string) => {
  const owner = await world.ledger.findReference('customer', reference);
  const id = owner?.kind === 'taken' ? owner.obligationId : '';
  return (await world.statements.listStatement(id, { limit: 20 })).lines;
};
const logged = () =>
  world.recorder.lines.map(({ level, message, members }) => ({ level, message, ...members }));
const toMend = () =>
  world.recorder.metrics.filter(({ name }) => name === 'FilesToMend').map(({ value }) => value);

describe('a file that is put', () => {
  test('is imported, and its outcome says what came of it', async () => {
    await world.imported(NAME, customersCsv('A,10.00', 'B,2.50'));
    expect(
      await world.imported('customers/ZAR/2027-01.csv', customersCsv('A,20.00', 'B,2.50', 'C,1')),
    ).toEqual({
      file: 'incoming/customers/ZAR/2027-01.csv',
      put_at: '2026-06-18T12:02:01.000Z',
      put_by: 'AWS:SOMEBODY',
      status: 'done',
      detail: '1 created, 1 updated, 1 unchanged, 0 refused',
      rows: { created: 1, updated: 1, unchanged: 1, moved_since: 0, refused: 0 },
      totals: { ZAR: { created: '1.00', updated: '20.00', unchanged: '2.50', all: '23.50' } },
      finished_at: '2026-06-18T12:02:02.000Z',
    });
    expect(await Promise.all(['A', 'B', 'C'].map(owed))).toEqual([2000, 250, 100]);
    expect(toMend()).toEqual([0, 0]);
    const put_at = '2026-06-18T12:02:01.000Z';
    expect(logged().slice(2)).toEqual([
      {
        level: 'info',
        message: 'upload.begun',
        put_at,
        kind: 'customer',
        currency: 'ZAR',
        rows: 3,
      },
      {
        ...{ level: 'info', message: 'upload.finished', put_at, is_stopped: false },
        ...{ create: 1, update: 1, unchanged: 1, refused: 0, moved_since: 0 },
      },
    ]);
  });

  test('is told of by each entry: who put it, and its name', async () => {
    await world.imported(NAME, customersCsv('A,10.00'));
    await world.imported('customers/ZAR/2027-01.csv', customersCsv('A,20.00'));
    const facts = { external_reference: 'A', currency: 'ZAR', balance: 2000 };
    const key = importKey({ kind: 'customer', facts }, '2027-01.csv');
    const [done] = await world.changes.findDone(key);
    const { cause } = done?.kind === 'entered' ? done.entry : {};
    expect(cause).toMatchObject({
      kind: 'command',
      actor: 'AWS:SOMEBODY',
      reason: 'cycle_refresh',
      note: 'Imported: 2027-01.csv',
    });
  });

  test('may have columns that are left out, which its outcome names', async () => {
    const csv = 'external_reference,amount_due,passport_number\nA,10.00,P1\n';
    expect(await world.imported(NAME, csv)).toMatchObject({ left_out: ['passport_number'] });
  });

  test('has its bad rows written beside it, with what is wrong, and the others imported', async () => {
    const outcome = await world.imported(NAME, customersCsv('A,10.00', 'B,R240', 'C,+27'));
    const path = 'outcome/customers/ZAR/2026-12.csv/2026-06-18T12-01-00.000Z/refused.csv';
    expect(outcome).toMatchObject({
      status: 'done',
      detail:
        '1 created, 0 updated, 0 unchanged, 2 refused: mend what was refused, and put it again',
      refused_rows: [path],
      totals: { ZAR: { created: '10.00', all: '10.00' } },
    });
    const [header, b, c] = world.files.refused.get(path)?.split('\r\n') ?? [];
    expect(header).toBe('\ufeffexternal_reference,amount_due,import_line,import_problem');
    expect(b).toMatch(/^B,R240,3,.*amount_due: /);
    expect(c).toMatch(/^C,\+27,4,.*amount_due: /);
    expect(toMend()).toEqual([1]);
  });

  test('and is put again does nothing, also where a payment came between', async () => {
    await world.imported(NAME, customersCsv('A,10.00', 'B,5.00'));
    await move('A', -400);
    expect(await world.imported(NAME, customersCsv('A,10.00', 'B,5.00'))).toMatchObject({
      detail:
        '0 created, 0 updated, 2 unchanged, 0 refused; of the unchanged, 1 were entered by a file of this name before and have moved since: if this is a new cycle, put it under another name',
      rows: { created: 0, updated: 0, unchanged: 2, moved_since: 1, refused: 0 },
    });
    expect([await owed('A'), (await entriesOf('A')).length]).toEqual([600, 2]);
    expect(toMend()).toEqual([0, 1]);
  });

  test('is entered, too, where its key was used for what changed nothing', async () => {
    await world.imported(NAME, customersCsv('A,10.00'));
    const facts = { external_reference: 'A', currency: 'ZAR', balance: 1000 };
    const key = importKey({ kind: 'customer', facts }, 'b.csv');
    await changeBalance(
      {
        ...{ kind: 'customer', id: 'A', deadline: NO_DEADLINE },
        change: { kind: 'refresh', balance: 1000 },
        asking: { key, actor: 'jane', reason: 'cycle_refresh' },
      },
      world,
    );
    await move('A', -400);
    const again = await world.imported('customers/ZAR/b.csv', customersCsv('A,10.00'));
    expect(again).toMatchObject({ rows: { unchanged: 1, moved_since: 1 } });
    expect(await owed('A')).toBe(600);
  });

  test('has rows that come twice, of which one counts, and two that differ, of which none does', async () => {
    const csv = customersCsv('A,1.00', 'B,2.00', 'A,1.00', 'B,3.00');
    expect(await world.imported(NAME, csv)).toMatchObject({ rows: { created: 1, refused: 3 } });
    expect(await Promise.all(['A', 'B'].map(owed))).toEqual([100, undefined]);
  });

  test('under another name is another cycle', async () => {
    await world.imported(NAME, customersCsv('A,10.00'));
    await move('A', -400);
    const next = await world.imported('customers/ZAR/2027-01.csv', customersCsv('A,10.00'));
    expect(next).toMatchObject({ rows: { updated: 1 } });
    expect(await owed('A')).toBe(1000);
  });

  test('what an update of the same file entered before is not entered twice', async () => {
    await world.imported(NAME, customersCsv('A,10.00'));
    await world.imported('customers/ZAR/b.csv', customersCsv('A,20.00'));
    await move('A', -400);
    const again = await world.imported('customers/ZAR/b.csv', customersCsv('A,20.00'));
    expect(again).toMatchObject({ rows: { unchanged: 1, moved_since: 1 } });
    expect(await owed('A')).toBe(1600);
  });
});

describe('a bad file', () => {
  test.each([
    [
      'customers/ZAR/empty.csv',
      '',
      'file.empty',
      'The file is empty: it has neither a header nor rows',
    ],
    [
      'customers/ZAR/x.csv',
      'external_reference,amount_due,hue\nA,1.00,red\n',
      'file.column_unknown',
      /^The column hue is not known: .*; of files that are put, `uploads` of the stage says it$/,
    ],
    ['payments/ZAR/x.csv', 'x', 'file.misplaced', /^Put it into incoming\/KIND\/CURRENCY\//],
    [
      'customers/ZAR/late.csv',
      `${customersCsv('A,1.00')}"B,2.00`,
      'file.quote_broken',
      /^The row of line 3 opens a quote that nothing closes/,
    ],
  ])(
    '%s has an outcome of its own, in one sentence, and nothing of it is done',
    async (name, content, code, detail) => {
      expect(await world.imported(name, content)).toEqual({
        file: `incoming/${name}`,
        put_at: '2026-06-18T12:01:00.000Z',
        put_by: 'AWS:SOMEBODY',
        status: 'refused',
        detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
        finished_at: '2026-06-18T12:01:01.000Z',
      });
      expect(await owed('A')).toBeUndefined();
      expect(logged()).toEqual([
        { level: 'warn', message: 'upload.refused', put_at: '2026-06-18T12:01:00.000Z', code },
      ]);
      expect(toMend()).toEqual([1]);
    },
  );

  test('is no folder that a console made, of which nothing is said', async () => {
    expect(await world.put('customers/', '')).toEqual({ kind: 'ignored' });
    expect(world.files.outcomes).toEqual([]);
  });

  test('is one that is too large, however it begins', async () => {
    const upload = world.files.put('incoming/customers/ZAR/x.csv', customersCsv('A,1'), 'x');
    const size = 256 * 1024 * 1024;
    expect(await beginUpload({ ...upload, size }, world)).toEqual({ kind: 'begun' });
    expect(await beginUpload({ ...upload, size: size + 1 }, world)).toEqual({ kind: 'refused' });
    expect(logged().at(-1)).toMatchObject({ code: 'file.too_large' });
    expect(world.files.outcomes).toMatchObject([
      {
        detail: 'The file has more than 256 MB: put it in parts, or import it with npm run import',
      },
    ]);
  });

  test('is one that is gone, or was replaced, before it could be read', async () => {
    world.files.onRead = () => world.files.remove(`incoming/${NAME}`);
    expect(await world.imported(NAME, customersCsv('A,1.00'))).toMatchObject({
      status: 'refused',
      detail: 'The file is not there any more, or is another one by now',
    });
    expect(logged().at(-1)).toMatchObject({ code: 'file.gone' });
  });

  test('is none for which S3 is to blame: that is thrown, to be tried again', async () => {
    world.files.onRead = () => {
      throw new Error('S3 broke');
    };
    await expect(world.put(NAME, customersCsv('A,1.00'))).rejects.toThrow('S3 broke');
    expect(world.files.outcomes).toEqual([]);
  });

  test('and the next one is imported', async () => {
    await world.put('customers/ZAR/bad.csv', '');
    expect(await world.imported(NAME, customersCsv('A,1.00'))).toMatchObject({ status: 'done' });
  });
});

describe('a slice', () => {
  /** Ends a slice once so many rows of it were begun. */
  const endedAt = (rows: number) => {
    const stop = new AbortController();
    const { findReference } = world.ledger;
    let begun = 0;
    world.ledger.findReference = (...of) => {
      begun += 1;
      if (begun === rows) stop.abort();
      return findReference.apply(world.ledger, of);
    };
    return { stop: stop.signal };
  };
  const rows = Array.from({ length: 30 }, (_, at) => (at % 10 === 3 ? `R${at},x` : `R${at},1.00`));

  test('goes on where the one before ended, and the outcome is that of all', async () => {
    await world.put(NAME, customersCsv(...rows));
    const [first] = world.queue.slices.splice(0);
    if (!first) throw new Error('Nothing was begun');
    expect(await world.slice(first, endedAt(12))).toEqual({ kind: 'went_on' });
    const [second] = world.queue.slices;
    expect(second?.after).toBeGreaterThan(10);
    expect(second?.after).toBeLessThan(31);
    await world.drain();
    const folder = 'outcome/customers/ZAR/2026-12.csv/2026-06-18T12-01-00.000Z';
    expect(world.files.outcomes).toMatchObject([
      {
        rows: { created: 27, updated: 0, unchanged: 0, refused: 3 },
        totals: { ZAR: { all: '27.00' } },
        refused_rows: [`${folder}/refused.csv`, `${folder}/refused-2.csv`],
      },
    ]);
    const refused = [...world.files.refused.values()].join('').match(/^R\d+/gm);
    expect(refused).toEqual(['R3', 'R13', 'R23']);
    const [, wentOn, finished] = logged();
    expect(wentOn).toEqual({
      ...{ level: 'info', message: 'upload.went_on', put_at: '2026-06-18T12:01:00.000Z' },
      ...{ after: second?.after, ...second?.counts },
    });
    expect(finished).toMatchObject({ message: 'upload.finished', create: 27, is_stopped: false });
  });

  test('that is done twice is counted as it was the first time', async () => {
    await world.imported(NAME, customersCsv('A,1.00', 'B,2.00'));
    await world.put('customers/ZAR/b.csv', customersCsv('A,3.00', 'B,2.00', 'C,4.00'));
    const [message] = world.queue.slices.splice(0);
    if (!message) throw new Error('Nothing was begun');
    await world.slice(message);
    await move('C', -100);
    world.clock.advance(1_800_000);
    await world.slice(message);
    const [, once, again] = world.files.outcomes;
    expect(once).toMatchObject({ rows: { created: 1, updated: 1, unchanged: 1 } });
    expect(again).toEqual({ ...once, finished_at: expect.any(String) });
    expect(await Promise.all(['A', 'B', 'C'].map(owed))).toEqual([300, 200, 300]);
  });

  test('has no more rows than it may, and with the last row of the file it is the last', async () => {
    await world.put(NAME, customersCsv('A,1.00', 'B,1.00', 'C,1.00', 'D,1.00'));
    const next = () => {
      const [slice] = world.queue.slices.splice(0);
      if (!slice) throw new Error('Nothing goes on');
      return world.slice(slice, { rowsMax: 2 });
    };
    expect(await next()).toEqual({ kind: 'went_on' });
    expect(world.queue.slices).toMatchObject([{ after: 3, counts: { create: 2 } }]);
    expect(await next()).toEqual({ kind: 'finished' });
    expect(world.files.outcomes).toMatchObject([{ rows: { created: 4 } }]);
  });

  test('that has no time for a row is tried again, and goes on with nothing', async () => {
    await world.put(NAME, customersCsv('A,1.00'));
    const [first] = world.queue.slices.splice(0);
    if (!first) throw new Error('Nothing was begun');
    expect(await world.slice(first, { stop: AbortSignal.abort() })).toEqual({
      kind: 'away',
      detail: 'no row could be done in time',
    });
    expect([world.queue.slices, world.files.outcomes]).toEqual([[], []]);
  });

  test('whose Moment is away does what it can, takes no further row, and is tried again', async () => {
    const many = Array.from({ length: 40 }, (_, at) => `R${at},1.00`);
    await world.put(NAME, customersCsv('BAD,x', ...many));
    const next = () => {
      const [slice] = world.queue.slices;
      if (!slice) throw new Error('Nothing goes on');
      return slice;
    };
    const { findReference } = world.ledger;
    const looked = new Set<string>();
    world.ledger.findReference = (kind, reference) => {
      looked.add(reference);
      return findReference.call(world.ledger, kind, reference);
    };
    const error = AWAY;
    world.moment.meet(...Array.from({ length: 400 }, () => ({ when: 'before' as const, error })));
    expect(await world.slice(next())).toEqual({ kind: 'went_on' });
    world.queue.slices.shift();
    expect(next()).toMatchObject({ after: 2, counts: { create: 0, refused: 1 } });
    expect(looked).not.toContain('R30');
    const away = { kind: 'away', detail: 'Moment cannot be reached' };
    expect(await world.slice(next())).toEqual(away);
    expect(world.queue.slices).toHaveLength(1);
    expect(world.files.outcomes).toEqual([]);
    for (let tries = 0; world.files.outcomes.length === 0 && tries < 100; tries += 1) {
      const step = await world.slice(next());
      if (step.kind === 'went_on') world.queue.slices.shift();
    }
    expect(world.files.outcomes).toMatchObject([
      { rows: { created: 40, unchanged: 0, refused: 1 }, totals: { ZAR: { all: '40.00' } } },
    ]);
  });

  test('counts what stands behind a row that could not be done with that row, when it is done', async () => {
    await world.put(NAME, customersCsv('A,1.00', 'B,2.00', 'C,4.00'));
    const { findReference } = world.ledger;
    world.ledger.findReference = async (kind, reference) => {
      if (reference === 'B') throw new ServiceError('ledger.busy', 'Others write');
      return findReference.call(world.ledger, kind, reference);
    };
    const [first] = world.queue.slices.splice(0);
    if (!first) throw new Error('Nothing was begun');
    expect(await world.slice(first)).toEqual({ kind: 'went_on' });
    expect(world.queue.slices).toMatchObject([{ after: 2, counts: { create: 1 } }]);
    world.ledger.findReference = findReference;
    expect(await owed('C')).toBe(400);
    await world.drain();
    expect(world.files.outcomes).toMatchObject([
      { rows: { created: 3, unchanged: 0 }, totals: { ZAR: { all: '7.00' } } },
    ]);
    expect(await owed('B')).toBe(200);
  });

  test('that was begun in the moment in which it was put, and died, is counted once', async () => {
    const putAt = new Date(world.clock.now()).toISOString();
    await beginUpload(world.files.put(`incoming/${NAME}`, customersCsv('A,1.00'), putAt), world);
    const [slice] = world.queue.slices;
    if (!slice) throw new Error('Nothing was begun');
    await world.slice(slice);
    await world.slice(slice);
    expect(world.files.outcomes).toMatchObject([
      { rows: { created: 1 } },
      { rows: { created: 1 } },
    ]);
  });

  test('that entered what is owed, and died before it said who it is, says it then', async () => {
    const csv = (name: string) => `external_reference,name,amount_due\nA,${name},1.00\n`;
    await world.imported(NAME, csv('Ann'));
    await world.put('customers/ZAR/b.csv', csv('Anna').replace('1.00', '2.00'));
    const [slice] = world.queue.slices;
    if (!slice) throw new Error('Nothing was begun');
    await world.slice(slice);
    const { id = '' } = (await world.ledger.findObligation('bcus_1')) ?? {};
    await world.ledger.changeProfile(id, { name: 'Ann' });
    await world.slice(slice);
    expect((await world.ledger.findWithProfile(id))?.profile).toMatchObject({ name: 'Anna' });
  });

  test('of a file that goes while it is read stops, though nothing of it was done', async () => {
    await world.put(NAME, customersCsv('A,1.00'));
    let reads = 0;
    world.files.onRead = () => {
      reads += 1;
      if (reads === 3) world.files.remove(`incoming/${NAME}`);
    };
    await world.drain();
    expect(world.files.outcomes).toMatchObject([
      { status: 'stopped', detail: expect.stringContaining('; 0 created, 0 updated') },
    ]);
    expect(toMend()).toEqual([1]);
    expect(logged().at(-1)).toMatchObject({ message: 'upload.finished', is_stopped: true });
  });

  test('of a file that was replaced stops, and says what was done of it', async () => {
    await world.put(NAME, customersCsv(...rows));
    const [first] = world.queue.slices.splice(0);
    if (!first) throw new Error('Nothing was begun');
    await world.slice(first, endedAt(12));
    world.files.put(`incoming/${NAME}`, customersCsv('Z,1.00'), 'later');
    await world.drain();
    expect(world.files.outcomes).toMatchObject([
      {
        status: 'stopped',
        detail: expect.stringMatching(
          /^The file is not there any more, or is another one by now; \d+ created, 0 updated, 0 unchanged, \d refused before that$/,
        ),
      },
    ]);
    expect(world.files.outcomes[0]).not.toHaveProperty('left_out');
    expect(toMend()).toEqual([1]);
  });
});
