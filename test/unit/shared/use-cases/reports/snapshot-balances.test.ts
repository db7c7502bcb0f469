import { beforeEach, expect, test } from 'vitest';
import type { Aged, AgedObligation } from '#shared/models/aged.ts';
import { SnapshotBalances } from '#shared/use-cases/reports/snapshot-balances.ts';
import { MemoryAgeingSnapshots } from '#test/support/memory-reports.ts';
import { NOON, Recorder, TestClock } from '#test/support/world.ts';

const NONE: Aged = { current: 0, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0 };
const AT = new Date(NOON).toISOString();

let snapshots: MemoryAgeingSnapshots;
let clock: TestClock;
let recorder: Recorder;
let read: string[];
beforeEach(() => {
  snapshots = new MemoryAgeingSnapshots();
  clock = new TestClock();
  recorder = new Recorder();
  read = [];
  const readPart = snapshots.readPart.bind(snapshots);
  snapshots.readPart = async (day, name) => {
    read.push(name);
    return readPart(day, name);
  };
});

const find = (amount = 500, limit = 20, currency = 'ZAR') =>
  new SnapshotBalances({ snapshots, clock, logger: recorder }).findByTotal(currency, amount, limit);
const owing = (id: string, aged: Partial<Aged>, currency = 'ZAR'): AgedObligation => ({
  ...{ id, kind: 'customer', externalReference: id, currency, sequence: 1 },
  aged: { ...NONE, ...aged },
});
/** Parts are named by their number. */
const take = async (parts: readonly (readonly AgedObligation[])[], asOf = '2026-06-17') => {
  for (const [number, obligations] of parts.entries()) {
    const part = { format: 1, startedAt: AT, obligations, unreadable: [], next: null } as const;
    await snapshots.writePart(asOf, `${number}`, part);
  }
  await snapshots.writeManifest({
    ...{ format: 1, asOf, zone: 'UTC', startedAt: AT, finishedAt: AT, unreadable: 0 },
    parts: parts.map(({ length }, number) => ({ name: `${number}`, count: length })),
    sums: [...new Set(parts.flat().map(({ currency }) => currency))].map((currency) => ({
      currency,
      aged: NONE,
    })),
  });
};
const alone = (...ids: readonly string[]) => ids.map((id) => [owing(id, { current: 500 })]);

test('what owed an amount is found in all parts, whatever its age, and in its currency alone', async () => {
  await take([
    [owing('bcus_1', { current: 200, over_90: 300 }), owing('bcus_2', { current: 501 })],
    [owing('bcus_3', { current: 500 }, 'USD'), owing('bcus_4', { '31-60': 500 })],
  ]);
  expect(await find()).toEqual(['bcus_1', 'bcus_4']);
  expect(await find(500, 20, 'USD')).toEqual(['bcus_3']);
});

test('the newest day that is written down whole is looked at', async () => {
  await take(alone('bcus_1'), '2026-06-16');
  await take(alone('bcus_2'), '2026-06-17');
  await take(alone('bcus_3'), '2026-06-18');
  snapshots.manifests.delete('2026-06-18');
  expect(await find()).toEqual(['bcus_2']);
});

test('where nothing is written down yet, nobody is found, and nobody warned', async () => {
  expect(await find()).toEqual([]);
  expect(recorder.lines).toEqual([]);
});

test('no part is read for a currency that nobody owed in', async () => {
  await take(alone('bcus_1'));
  expect(await find(500, 20, 'JPY')).toEqual([]);
  expect([read, recorder.lines]).toEqual([[], []]);
});

test('no more are found than were asked for, and no part is read behind those', async () => {
  await take([...alone('bcus_1', 'bcus_2'), alone('bcus_3', 'bcus_4').flat(), ...alone('bcus_5')]);
  expect(await find(500, 3)).toEqual(['bcus_1', 'bcus_2', 'bcus_3']);
  expect(read).toEqual(['0', '1', '2']);
  expect(await find(500, 2)).toEqual(['bcus_1', 'bcus_2']);
  expect(read.slice(3)).toEqual(['0', '1']);
});

test('twenty parts are read at most', async () => {
  await take(alone(...Array.from({ length: 21 }, (_, n) => `bcus_${n}`)));
  const found = await find(500, 100);
  expect([found.length, found.at(-1), read.length]).toEqual([20, 'bcus_19', 20]);
});

test('no part is begun once ten seconds are over', async () => {
  await take(alone('bcus_1', 'bcus_2', 'bcus_3', 'bcus_4'));
  const { readPart } = snapshots;
  const steps = [9_999, 1, 1, 1];
  snapshots.readPart = async (day, name) => {
    clock.advance(steps.shift() ?? 0);
    return readPart(day, name);
  };
  expect(await find()).toEqual(['bcus_1', 'bcus_2']);
});

test('what cannot be read is told in the log, and what was found before it counts', async () => {
  await take(alone('bcus_1', 'bcus_2', 'bcus_3'));
  snapshots.parts.get('2026-06-17')?.delete('1');
  expect(await find()).toEqual(['bcus_1']);
  snapshots.listDays = async () => Promise.reject(new Error('S3 is away'));
  expect(await find()).toEqual([]);
  const told = (message: string) => ({
    level: 'warn',
    message: 'candidates.snapshot_unread',
    members: { error: expect.objectContaining({ message }) },
  });
  expect(recorder.lines).toEqual([told('2026-06-17/1.json cannot be read'), told('S3 is away')]);
});
