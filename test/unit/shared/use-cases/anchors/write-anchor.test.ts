import { beforeEach, describe, expect, test } from 'vitest';
import { anchorRoot, summarisePart } from '#shared/ledger/anchor-roots.ts';
import type { AnchorPart } from '#shared/models/anchor.ts';
import type { HeadsPage, LedgerHeads } from '#shared/ports/anchors.ts';
import { readAnchors } from '#shared/use-cases/anchors/read-anchors.ts';
import { writeAnchor } from '#shared/use-cases/anchors/write-anchor.ts';
import { opening } from '#test/support/factories.ts';
import { MemoryAnchors, MemoryLedgerHeads } from '#test/support/memory-anchors.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { NO_DEADLINE, NOON, TestClock } from '#test/support/world.ts';

const DAY_MS = 86_400_000;
const TODAY = '2026-06-18';
const IDS = ['bcus_A', 'bcus_B', 'bcus_C', 'bcus_D', 'bcus_E'];

/** Takes a second for a page of two. */
class SlowHeads extends MemoryLedgerHeads {
  readonly #clock: TestClock;

  constructor(table: MemoryTable, clock: TestClock) {
    super(table, 2);
    this.#clock = clock;
  }

  override async readHeads(cursor: string | undefined): Promise<HeadsPage> {
    this.#clock.advance(1000);
    return super.readHeads(cursor);
  }
}

let table: MemoryTable;
let clock: TestClock;
let anchors: MemoryAnchors;
beforeEach(() => {
  table = new MemoryTable();
  for (const id of IDS) put(id);
  clock = new TestClock();
  anchors = new MemoryAnchors();
});

function put(id: string, balance: number | undefined = 1000) {
  const { obligation } = opening({ id, externalReference: `ref-${id}`, balance });
  table.obligations.set(id, obligation);
}
const leafOf = (id: string) => {
  const { sequence, newestHash } = table.obligations.get(id) ?? {};
  return [id, sequence, newestHash];
};
const write = (
  until = NO_DEADLINE,
  leavesPerPart?: number,
  heads: LedgerHeads = new SlowHeads(table, clock),
) => writeAnchor(until, { anchors, heads, clock, leavesPerPart });
const partsOf = (name: string) => Object.fromEntries(anchors.parts.get(name) ?? []);
const at = (ms: number) => new Date(NOON + ms).toISOString();

describe('the anchor of a day', () => {
  test('has the head of each obligation that has entries, in one part if they are few', async () => {
    table.obligations.set('bcus_F', {
      ...opening({ id: 'bcus_F' }).obligation,
      newestHash: undefined,
    });
    const { outcome, newest, unreadable } = await write();
    expect({ outcome, unreadable }).toEqual({ outcome: 'written', unreadable: [] });
    expect(partsOf(TODAY)).toEqual({
      'part-00000': { format: 1, startedAt: at(0), leaves: IDS.map(leafOf), next: null },
    });
    const { parts, root } = newest ?? {};
    expect(newest).toEqual({
      format: 1,
      name: TODAY,
      startedAt: at(0),
      finishedAt: at(3000),
      obligations: 5,
      parts: [summarisePart('part-00000', partsOf(TODAY)['part-00000']?.leaves ?? [])],
      previous: null,
      root: anchorRoot({
        name: TODAY,
        startedAt: at(0),
        finishedAt: at(3000),
        previous: null,
        parts: parts ?? [],
      }),
    });
    expect(root).toMatch(/^[\w-]{43}$/);
    expect(anchors.manifests.get(TODAY)).toEqual(newest);
  });

  test('of a ledger without obligations is one, with an empty part', async () => {
    table.obligations.clear();
    expect(await write()).toMatchObject({ outcome: 'written', newest: { obligations: 0 } });
    expect(partsOf(TODAY)).toMatchObject({ 'part-00000': { leaves: [], next: null } });
  });

  test('has as many leaves in a part as were asked for, each part with where the next one begins', async () => {
    const { newest } = await write(NO_DEADLINE, 2);
    expect(partsOf(TODAY)).toEqual({
      'part-00000': {
        format: 1,
        startedAt: at(0),
        leaves: IDS.slice(0, 2).map(leafOf),
        next: 'bcus_B',
      },
      'part-00001': {
        format: 1,
        startedAt: at(1000),
        leaves: IDS.slice(2, 4).map(leafOf),
        next: 'bcus_D',
      },
      'part-00002': {
        format: 1,
        startedAt: at(2000),
        leaves: IDS.slice(4).map(leafOf),
        next: null,
      },
    });
    expect(newest?.parts.map(({ name, count }) => [name, count])).toEqual([
      ['part-00000', 2],
      ['part-00001', 2],
      ['part-00002', 1],
    ]);
    expect(newest).toMatchObject({ obligations: 5, startedAt: at(0), finishedAt: at(3000) });
  });

  test('has ten thousand leaves in a part unless told', async () => {
    for (let number = 0; number < 10_000; number += 1)
      put(`bcus_X${String(number).padStart(5, '0')}`);
    await write(NO_DEADLINE, undefined, new MemoryLedgerHeads(table, 1000));
    const counts = Object.values(partsOf(TODAY)).map(({ leaves }) => leaves.length);
    expect(counts).toEqual([10_000, 5]);
  });

  test('is written once: a later run of the day writes nothing, and finds it', async () => {
    const { newest } = await write();
    put('bcus_Z');
    clock.advance(3_600_000);
    expect(await write()).toEqual({ outcome: 'there', newest, unreadable: [] });
    expect(partsOf(TODAY)['part-00000']?.leaves).toHaveLength(5);
  });

  test('names the one before it, and passes over a day that was not finished', async () => {
    const first = await write();
    clock.advance(DAY_MS);
    expect(await write(clock.now() + 1, 2)).toMatchObject({ outcome: 'unfinished' });
    clock.advance(DAY_MS);
    const { newest } = await write();
    expect(newest).toMatchObject({
      name: '2026-06-20',
      previous: { name: TODAY, root: first.newest?.root },
    });
    expect(newest?.previous).not.toHaveProperty('parts');
    expect(await anchors.listNames()).toEqual([TODAY, '2026-06-19', '2026-06-20']);
    expect((await readAnchors(anchors, undefined)).anchors).toBe(2);
  });
});

describe('a run without time', () => {
  test('leaves a part of what it read, and the next run goes on after it', async () => {
    put('bcus_Z');
    const before = await write(NOON + 1500);
    expect(before).toEqual({ outcome: 'unfinished', newest: undefined, unreadable: [] });
    expect(partsOf(TODAY)).toMatchObject({ 'part-00000': { next: 'bcus_D' } });
    expect(anchors.manifests.size).toBe(0);

    clock.advance(3_600_000);
    const after = await write();
    expect(after.outcome).toBe('written');
    expect(after.newest).toMatchObject({ startedAt: at(0), obligations: 6 });
    expect(after.newest?.parts.map(({ count }) => count)).toEqual([4, 2]);
    const { heads } = await readAnchors(anchors, TODAY);
    expect(heads.map(({ obligationId }) => obligationId)).toEqual([...IDS, 'bcus_Z']);
  });

  test('ends with the page that takes the last of it', async () => {
    expect((await write(NOON + 1000)).outcome).toBe('unfinished');
    expect(partsOf(TODAY)).toMatchObject({ 'part-00000': { next: 'bcus_B' } });
  });

  test('that begins too late reads nothing', async () => {
    const heads = new SlowHeads(table, clock);
    expect((await write(NOON, undefined, heads)).outcome).toBe('unfinished');
    expect(clock.now()).toBe(NOON);
    expect(anchors.parts.size).toBe(0);
  });

  test('reads a page at least, so that many short ones come to an end', async () => {
    const outcomes: string[] = [];
    for (let run = 0; run < 3; run += 1) outcomes.push((await write(clock.now() + 1)).outcome);
    expect(outcomes).toEqual(['unfinished', 'unfinished', 'written']);
  });

  test('that had all parts but the manifest writes that alone', async () => {
    await write();
    anchors.manifests.clear();
    const before = clock.now();
    expect(await write(before)).toMatchObject({ outcome: 'written', newest: { obligations: 5 } });
    expect(clock.now()).toBe(before);
  });
});

describe('a run that goes past midnight', () => {
  const beforeMidnight = (ms: number) => clock.advance(12 * 3_600_000 - ms);

  test('leaves its day as it is, and the next one begins anew', async () => {
    beforeMidnight(2000);
    expect(await write()).toEqual({ outcome: 'unfinished', newest: undefined, unreadable: [] });
    expect(partsOf(TODAY)).toMatchObject({ 'part-00000': { next: 'bcus_D' } });
    const { outcome, newest } = await write();
    expect([outcome, newest?.name, newest?.obligations]).toEqual(['written', '2026-06-19', 5]);
    expect(await anchors.listObjects(TODAY)).toMatchObject({ isFinished: false });
  });

  test('writes no manifest any more, though it has read all', async () => {
    beforeMidnight(3000);
    expect((await write()).outcome).toBe('unfinished');
    expect(partsOf(TODAY)).toMatchObject({ 'part-00000': { next: null } });
    expect(anchors.manifests.size).toBe(0);
  });

  test('finishes what it can a moment before', async () => {
    beforeMidnight(3001);
    expect((await write()).outcome).toBe('written');
  });
});

test('an anchor names the newest that is finished when it is, and not when it was begun', async () => {
  const earlier = new MemoryAnchors();
  clock = new TestClock(NOON - DAY_MS);
  const heads = new MemoryLedgerHeads(table);
  const { newest: yesterday } = await writeAnchor(NO_DEADLINE, { anchors: earlier, heads, clock });
  class FinishedMeanwhile extends MemoryAnchors {
    override async writePart(name: string, part: string, content: AnchorPart) {
      if (yesterday) this.manifests.set(yesterday.name, yesterday);
      return super.writePart(name, part, content);
    }
  }
  anchors = new FinishedMeanwhile();
  clock = new TestClock();
  expect((await write()).newest?.previous).toEqual({
    name: '2026-06-17',
    root: yesterday?.root,
  });
});

describe('two runs at once', () => {
  test('do not spoil a part: the one that comes second stops', async () => {
    class Overtaken extends MemoryAnchors {
      override async writePart(name: string, part: string, content: AnchorPart) {
        if (part === 'part-00001') await super.writePart(name, part, { ...content, leaves: [] });
        return super.writePart(name, part, content);
      }
    }
    anchors = new Overtaken();
    expect((await write(NO_DEADLINE, 2)).outcome).toBe('overtaken');
    expect(Object.keys(partsOf(TODAY))).toEqual(['part-00000', 'part-00001']);
    expect(partsOf(TODAY)['part-00001']?.leaves).toEqual([]);
    expect(anchors.manifests.size).toBe(0);
  });

  test('do not spoil the manifest', async () => {
    class Overtaken extends MemoryAnchors {
      override async writeManifest() {
        return false;
      }
    }
    anchors = new Overtaken();
    expect(await write()).toEqual({ outcome: 'overtaken', newest: undefined, unreadable: [] });
  });
});

test('a head that somebody spoilt is left out and told, and stops no anchor', async () => {
  const spoilt = table.obligations.get('bcus_C');
  if (spoilt) table.obligations.set('bcus_C', { ...spoilt, sequence: -1 });
  const { outcome, newest, unreadable } = await write();
  expect({ outcome, unreadable }).toEqual({ outcome: 'written', unreadable: ['bcus_C'] });
  expect(newest?.obligations).toBe(4);
});
