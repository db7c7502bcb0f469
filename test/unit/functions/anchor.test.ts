import { beforeEach, expect, test } from 'vitest';
import { createHandler } from '#functions/anchor/handler.ts';
import { opening } from '#test/support/factories.ts';
import { lambdaContext } from '#test/support/http-event.ts';
import { MemoryAnchors, MemoryLedgerHeads } from '#test/support/memory-anchors.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { Recorder, TestClock } from '#test/support/world.ts';

let table: MemoryTable;
let anchors: MemoryAnchors;
let clock: TestClock;
let recorder: Recorder;
beforeEach(() => {
  table = new MemoryTable();
  for (const id of ['bcus_A', 'bcus_B', 'bcus_C', 'bcus_D']) {
    table.obligations.set(id, opening({ id, balance: 1000 }).obligation);
  }
  anchors = new MemoryAnchors();
  clock = new TestClock();
  recorder = new Recorder();
});

const run = (milliseconds = 900_000) =>
  createHandler({
    anchors,
    heads: new MemoryLedgerHeads(table),
    clock,
    logger: recorder,
    metrics: recorder,
  })({}, lambdaContext(milliseconds));

test('logs the root of what it wrote, so that somebody can keep it elsewhere, and how old that is', async () => {
  await run();
  const { root } = (await anchors.readManifest('2026-06-18')) ?? {};
  expect(recorder.lines).toEqual([
    {
      level: 'info',
      message: 'anchor.written',
      members: { name: '2026-06-18', root, obligations: 4, previous: undefined },
    },
  ]);
  expect(recorder.metrics).toEqual([{ name: 'AnchorAge', value: 0, dimensions: {} }]);

  clock.advance(86_400_000);
  await run();
  expect(recorder.lines.at(-1)?.members).toMatchObject({ name: '2026-06-19', previous: root });
});

test('an hour later it only says how old the anchor is', async () => {
  await run();
  clock.advance(3_600_000);
  await run();
  expect(recorder.lines.at(-1)).toEqual({
    level: 'info',
    message: 'anchor.looked_at',
    members: { outcome: 'there', newest: '2026-06-18' },
  });
  expect(recorder.metrics.at(-1)).toEqual({ name: 'AnchorAge', value: 3_600_000, dimensions: {} });
});

test('stops a minute before its time is up; without any anchor it counts nothing, which is an alarm', async () => {
  await run(60_000);
  expect(recorder.lines.at(-1)?.members).toEqual({ outcome: 'unfinished', newest: undefined });
  expect(recorder.metrics).toEqual([]);
  await run(60_001);
  expect(recorder.lines.at(-1)?.message).toBe('anchor.written');
});

test('tells of the first twenty heads that it left out', async () => {
  for (const [id, obligation] of table.obligations) {
    table.obligations.set(id, { ...obligation, sequence: -1 });
  }
  for (let number = 0; number < 30; number += 1) {
    const id = `bcus_X${number}`;
    table.obligations.set(id, { ...opening({ id, balance: 1 }).obligation, sequence: -1 });
  }
  await run();
  const [warning] = recorder.lines;
  expect(warning).toMatchObject({
    level: 'warn',
    message: 'anchor.left_out',
    members: { count: 34 },
  });
  expect(warning?.members['obligations']).toHaveLength(20);
});
