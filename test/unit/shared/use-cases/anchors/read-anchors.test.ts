import { beforeEach, describe, expect, test } from 'vitest';
import { anchorRoot, summarisePart } from '#shared/ledger/anchor-roots.ts';
import type { AnchorManifest } from '#shared/models/anchor.ts';
import { findNewest } from '#shared/use-cases/anchors/find-newest.ts';
import { readAnchors } from '#shared/use-cases/anchors/read-anchors.ts';
import { writeAnchor } from '#shared/use-cases/anchors/write-anchor.ts';
import { opening } from '#test/support/factories.ts';
import { MemoryAnchors, MemoryLedgerHeads } from '#test/support/memory-anchors.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { NO_DEADLINE, TestClock } from '#test/support/world.ts';

const DAYS = ['2026-06-18', '2026-06-19', '2026-06-20'];
const [FIRST = '', SECOND = '', THIRD = ''] = DAYS;

let anchors: MemoryAnchors;
let table: MemoryTable;
beforeEach(async () => {
  anchors = new MemoryAnchors();
  table = new MemoryTable();
  const clock = new TestClock();
  for (const id of ['bcus_A', 'bcus_B', 'bcus_C', 'bcus_D']) {
    table.obligations.set(id, opening({ id, balance: 1000 }).obligation);
  }
  for (const [index] of DAYS.entries()) {
    const id = `bcus_new${index}`;
    table.obligations.set(id, opening({ id, balance: index + 1 }).obligation);
    const heads = new MemoryLedgerHeads(table, 2);
    await writeAnchor(NO_DEADLINE, { anchors, heads, clock, leavesPerPart: 2 });
    clock.advance(86_400_000);
  }
});

const manifest = (name: string) => {
  const found = anchors.manifests.get(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const replace = (name: string, change: Partial<AnchorManifest>) => {
  const changed = { ...manifest(name), ...change };
  anchors.manifests.set(name, { ...changed, root: anchorRoot(changed) });
};
const read = (name?: string) => readAnchors(anchors, name);

test('all anchors are read, and what several of them say is said once, as the oldest said it', async () => {
  const { heads, manifest: newest, anchors: count } = await read();
  expect(count).toBe(3);
  expect(newest).toEqual(manifest(THIRD));
  expect(heads.map(({ obligationId, anchor }) => [obligationId, anchor])).toEqual([
    ...['bcus_A', 'bcus_B', 'bcus_C', 'bcus_D', 'bcus_new0'].map((id) => [id, FIRST]),
    ['bcus_new1', SECOND],
    ['bcus_new2', THIRD],
  ]);
  const { sequence, newestHash } = table.obligations.get('bcus_B') ?? {};
  expect(heads[1]).toEqual({ anchor: FIRST, obligationId: 'bcus_B', sequence, newestHash });
});

test('one of them is read alone', async () => {
  const { heads, manifest: only, anchors: count } = await read(SECOND);
  expect({ count, only }).toEqual({ count: 1, only: manifest(SECOND) });
  expect(heads.map(({ anchor }) => anchor)).toEqual(Array(6).fill(SECOND));
});

test('one that is not there, or not finished, and that there is none, are told', async () => {
  await expect(read('2026-06-01')).rejects.toThrow('The anchor 2026-06-01 is not there');
  anchors.manifests.delete(THIRD);
  await expect(read(THIRD)).rejects.toThrow(`The anchor ${THIRD} was never finished`);
  await expect(readAnchors(new MemoryAnchors(), undefined)).rejects.toThrow(
    'There is no finished anchor: one is written each day',
  );
});

test('a day that was not finished is passed over', async () => {
  await anchors.writePart('2026-06-21', 'part-00000', {
    format: 1,
    startedAt: '2026-06-21T00:00:00.000Z',
    leaves: [],
    next: 'x',
  });
  expect((await read()).manifest.name).toBe(THIRD);
});

test('what is not named by a day is no anchor', async () => {
  for (const name of ['zzz', '2026-06-21x', '\u001b[2J']) {
    anchors.manifests.set(name, { ...manifest(THIRD), name });
  }
  const { manifest: newest, anchors: count } = await read();
  expect([newest.name, count]).toEqual([THIRD, 3]);
  expect((await findNewest(anchors))?.name).toBe(THIRD);
  await expect(read('zzz')).rejects.toThrow('The anchor zzz is not there');
});

describe('what somebody changed is told:', () => {
  test('a leaf', async () => {
    const part = anchors.parts.get(SECOND)?.get('part-00001');
    const [, ...leaves] = part?.leaves ?? [];
    anchors.parts.get(SECOND)?.set('part-00001', {
      ...(await anchors.readPart(SECOND, 'part-00001')),
      leaves: [['bcus_C', 9, 'A'.repeat(43)], ...leaves],
    });
    await expect(read()).rejects.toThrow(
      `The anchor ${SECOND} was changed: its part-00001 is not what the manifest says`,
    );
    expect((await read(THIRD)).heads).toHaveLength(7);
  });

  test('a count of leaves', async () => {
    const [first, ...parts] = manifest(THIRD).parts;
    if (!first) throw new Error('no part');
    replace(THIRD, { parts: [{ ...first, count: 3 }, ...parts], obligations: 8 });
    await expect(read()).rejects.toThrow(`The anchor ${THIRD} was changed: its part-00000`);
  });

  test('a part that is gone', async () => {
    anchors.parts.get(SECOND)?.delete('part-00002');
    await expect(read()).rejects.toThrow(`anchors/${SECOND}/part-00002.json cannot be read`);
  });

  test.each<[string, Partial<AnchorManifest>]>([
    ['the number of obligations', { obligations: 1 }],
    ['a time', { startedAt: '2026-06-18T00:00:00.000Z' }],
    ['another time', { finishedAt: '2026-06-18T00:00:00.000Z' }],
    ['what it follows', { previous: null }],
    ['its parts', { parts: [summarisePart('part-00000', [])] }],
    ['its name', { name: FIRST }],
  ])('%s in a manifest', async (_, change) => {
    anchors.manifests.set(THIRD, { ...manifest(THIRD), ...change });
    await expect(read()).rejects.toThrow(
      `The anchor ${THIRD} was changed: its manifest is not what its root says`,
    );
  });

  test('another anchor under its name, its root made anew', async () => {
    anchors.manifests.set(THIRD, manifest(SECOND));
    await expect(read()).rejects.toThrow(`The anchor ${THIRD} was changed`);
  });

  test('the number of obligations, its root made anew', async () => {
    replace(THIRD, { obligations: 1 });
    await expect(read()).rejects.toThrow(`The anchor ${THIRD} was changed`);
  });
});

describe('the links tell', () => {
  test('an anchor that was removed', async () => {
    anchors.manifests.delete(SECOND);
    anchors.parts.delete(SECOND);
    const { root } = manifest(FIRST);
    await expect(read()).rejects.toThrow(
      `An anchor before ${THIRD} was replaced or removed: it names ${SECOND}, root ${manifest(THIRD).previous?.root}, and there is ${FIRST}, root ${root}`,
    );
  });

  test('an anchor that was replaced, its root made anew', async () => {
    const { root } = manifest(SECOND);
    replace(SECOND, { parts: [], obligations: 0 });
    await expect(read(THIRD)).rejects.toThrow(
      `An anchor before ${THIRD} was replaced or removed: it names ${SECOND}, root ${root}, and there is ${SECOND}`,
    );
  });

  test('an anchor put before the first one', async () => {
    const none = { ...manifest(FIRST), name: '2026-06-17', parts: [], obligations: 0 };
    anchors.manifests.set('2026-06-17', { ...none, root: anchorRoot(none) });
    await expect(read()).rejects.toThrow(
      `An anchor before ${FIRST} was replaced or removed: it names none`,
    );
  });

  test('nothing of those whose time was over', async () => {
    anchors.manifests.delete(FIRST);
    anchors.parts.delete(FIRST);
    expect((await read()).anchors).toBe(2);
  });
});
