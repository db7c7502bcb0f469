import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { AnchorDirectory } from '#commands/verify/anchor-directory.ts';
import { readOptions } from '#commands/verify/options.ts';
import { reportJson, reportLines } from '#commands/verify/report.ts';
import { type SavedScan, type Verdict, verifyLedger } from '#commands/verify/verify-ledger.ts';
import { chainStart, hashEntry } from '#shared/models/chain.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { LedgerPage } from '#shared/ports/ledger-reader.ts';
import { readAnchors } from '#shared/use-cases/anchors/read-anchors.ts';
import { writeAnchor } from '#shared/use-cases/anchors/write-anchor.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { incoming, open, opening } from '#test/support/factories.ts';
import { MemoryAnchors, MemoryLedgerHeads } from '#test/support/memory-anchors.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerReader } from '#test/support/memory-ledger-reader.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { told } from '#test/support/sound-ledger.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';

const IDS = ['bcus_A', 'bcus_B', 'bcus_C'];
const DAY_MS = 86_400_000;

let table: MemoryTable;
let clock: TestClock;
let anchors: MemoryAnchors;
let payments: number;
beforeEach(async () => {
  table = new MemoryTable();
  clock = new TestClock();
  anchors = new MemoryAnchors();
  payments = 1;
  for (const id of IDS) {
    await openIn(id);
    await pay(id);
    await pay(id);
  }
});

const stores = () => ({
  ledger: new MemoryLedgerStore(table),
  intents: new MemoryIntentStore(table),
});
const openIn = (id: string) =>
  open(stores(), opening({ id, externalReference: `ref-${id}`, balance: 100_000 }));

async function pay(id: string): Promise<void> {
  payments += 1;
  const world = { clock, randomness: new TestRandomness(), tellings: 'both' as const };
  const event = incoming(told(id, payments, payments));
  await settleEvents([event], NO_DEADLINE, { ...stores(), ...world });
}

/** The anchor of this day; then it is the next one. */
async function anchor(): Promise<void> {
  await writeAnchor(NO_DEADLINE, { anchors, heads: new MemoryLedgerHeads(table), clock });
  clock.advance(DAY_MS);
}

const copyOf = (all: MemoryTable) => structuredClone({ ...all });
const restore = (copy: Partial<MemoryTable>) => Object.assign(table, copy);

async function verify(
  day?: string,
  reader = new MemoryLedgerReader(table),
): Promise<Verdict | undefined> {
  const { heads: anchored } = await readAnchors(anchors, day);
  return verifyLedger({ reader, clock, indexLagMs: 10_000, anchored });
}
const breachesOf = async (day?: string) =>
  (await verify(day))?.breaches.map(({ kind, obligationId, message }) => [
    kind,
    obligationId,
    message,
  ]);

test('a ledger that only grew is what was anchored, while payments go on as well', async () => {
  await anchor();
  for (const id of IDS) await pay(id);
  await anchor();
  class WhilePaid extends MemoryLedgerReader {
    override async readPage(cursor?: string): Promise<LedgerPage> {
      const page = await super.readPage(cursor);
      for (const id of IDS) await pay(id);
      return page;
    }
  }
  expect(await verify(undefined, new WhilePaid(table))).toMatchObject({ breachCount: 0 });
  expect(await verify()).toMatchObject({ breachCount: 0, rechecked: 0 });
});

describe('a ledger whose sums, heads and chains are right is told', () => {
  test('when all of it is an earlier copy', async () => {
    const earlier = copyOf(table);
    await pay('bcus_A');
    await pay('bcus_A');
    await pay('bcus_B');
    await anchor();
    restore(earlier);
    expect(
      await verifyLedger({ reader: new MemoryLedgerReader(table), clock, indexLagMs: 0 }),
    ).toMatchObject({ breachCount: 0 });
    const was = 'when it was anchored on 2026-06-18';
    expect(await breachesOf()).toEqual([
      [
        'rolled_back',
        'bcus_A',
        `${was}, entry 5 was the newest, and it is not there: its ledger ends with entry 3`,
      ],
      [
        'rolled_back',
        'bcus_B',
        `${was}, entry 4 was the newest, and it is not there: its ledger ends with entry 3`,
      ],
    ]);
  });

  test('when it was rolled back and anchored again: by the anchors before that', async () => {
    const earlier = copyOf(table);
    await pay('bcus_A');
    await anchor();
    restore(earlier);
    await pay('bcus_A');
    await anchor();
    expect(await breachesOf()).toEqual([
      [
        'rolled_back',
        'bcus_A',
        'when it was anchored on 2026-06-18, entry 4 was the newest, and another entry 4 is there now',
      ],
    ]);
    expect(await breachesOf('2026-06-19')).toEqual([]);
  });

  test('when an obligation is gone with all that it had', async () => {
    await anchor();
    table.obligations.delete('bcus_B');
    table.references.delete('ref-bcus_B');
    table.intents.clear();
    for (const [key, { obligationId }] of table.entries) {
      if (obligationId === 'bcus_B') table.entries.delete(key);
    }
    expect(await breachesOf()).toEqual([
      [
        'rolled_back',
        'bcus_B',
        'when it was anchored on 2026-06-18, entry 3 was the newest, and it is not there: the obligation has no entry',
      ],
    ]);
  });

  test('when an opening was edited, and all that follows hashed anew', async () => {
    await anchor();
    rebuild('bcus_C');
    expect(await breachesOf()).toEqual([
      [
        'rolled_back',
        'bcus_C',
        'when it was anchored on 2026-06-18, entry 3 was the newest, and another entry 3 is there now',
      ],
    ]);
  });
});

test('an index that lags is waited for where the obligation counts the entry, and only there', async () => {
  await anchor();
  const before = clock.now();
  class Lagging extends MemoryLedgerReader {
    readonly #listed = new Map<string, number>();
    override async readPage(cursor?: string): Promise<LedgerPage> {
      const page = await super.readPage(cursor);
      return { ...page, items: page.items.filter(({ kind }) => kind !== 'entry') };
    }
    override async listLines(id: string) {
      const times = (this.#listed.get(id) ?? 0) + 1;
      this.#listed.set(id, times);
      return times > 4 ? super.listLines(id) : [];
    }
  }
  expect((await verify(undefined, new Lagging(table)))?.breaches).toEqual([]);
  expect(clock.now()).toBeGreaterThan(before);

  const since = clock.now();
  table.obligations.clear();
  table.entries.clear();
  table.references.clear();
  table.intents.clear();
  expect((await verify())?.breachCount).toBe(3);
  expect(clock.now()).toBe(since);
});

test('a scan that was stopped goes on with the heads that it had not seen', async () => {
  const earlier = copyOf(table);
  await pay('bcus_A');
  await anchor();
  restore(earlier);
  const { heads: anchored } = await readAnchors(anchors, undefined);
  let saved: SavedScan | undefined;
  let verdict: Verdict | undefined;
  for (let runs = 0; !verdict && runs < 100; runs += 1) {
    const stop = new AbortController();
    verdict = await verifyLedger(
      {
        reader: new MemoryLedgerReader(table),
        clock,
        indexLagMs: 0,
        anchored: runs === 0 ? anchored : undefined,
        onPage: (progress) => {
          saved = JSON.parse(JSON.stringify(progress.save()));
          stop.abort();
        },
      },
      { saved, stop: stop.signal },
    );
  }
  expect(verdict?.breaches).toMatchObject([{ kind: 'rolled_back', obligationId: 'bcus_A' }]);
});

describe('--anchors', () => {
  test('is a bucket, or a directory; --anchor is one of them', () => {
    const optionsOf = (...args: string[]) => readOptions(args).anchors;
    expect(optionsOf()).toBeUndefined();
    const bucket = { kind: 'bucket', bucket: 'my-bucket.1' };
    expect(optionsOf('--anchors', 's3://my-bucket.1')).toEqual({ where: bucket, name: undefined });
    expect(optionsOf('--anchors', 's3://my-bucket.1/', '--anchor', '2026-11-28')).toEqual({
      where: bucket,
      name: '2026-11-28',
    });
    expect(optionsOf('--anchors', 'copy/of')).toEqual({
      where: { kind: 'directory', directory: 'copy/of' },
      name: undefined,
    });
    expect(() => optionsOf('--anchor', '2026-11-28')).toThrow('--anchors WHERE');
    expect(() => optionsOf('--anchors', 's3://a/b')).toThrow('must be s3://BUCKET or a directory');
  });

  test('may be a copy of the bucket, or of its folder', async () => {
    await anchor();
    await pay('bcus_A');
    await anchor();
    const directory = temporaryDirectory();
    await download(join(directory, 'anchors'));
    const all = await readAnchors(anchors, undefined);
    for (const place of [directory, join(directory, 'anchors')]) {
      expect(await readAnchors(new AnchorDirectory(place), undefined)).toEqual(all);
    }
    writeFileSync(join(directory, 'anchors/2026-06-18/part-00000.json'), '{}');
    await expect(readAnchors(new AnchorDirectory(directory), undefined)).rejects.toThrow(
      'anchors/2026-06-18/part-00000.json cannot be read: format: ',
    );
    writeFileSync(join(directory, 'anchors/2026-06-18/part-00000.json'), 'x');
    await expect(readAnchors(new AnchorDirectory(directory), undefined)).rejects.toThrow(
      'anchors/2026-06-18/part-00000.json cannot be read: ',
    );
    expect(() => new AnchorDirectory(join(directory, 'none'))).toThrow('There is no directory');
    const reader = new AnchorDirectory(directory);
    expect(await reader.listObjects('2020-01-01')).toEqual({ parts: [], isFinished: false });
  });
});

test('the report says which anchors were compared with, and a program is told the same', async () => {
  await anchor();
  await anchor();
  const { manifest, anchors: count } = await readAnchors(anchors, undefined);
  const verdict = await verify();
  if (!verdict) throw new Error('no verdict');
  const run = {
    source: 'a table',
    actor: 'me',
    seconds: 1,
    anchor: { ...manifest, anchors: count },
  };
  const lines = reportLines(verdict, 20, run);
  expect(lines.join('\n')).toContain(
    `Compared with 2 anchors, the newest of 3 obligations at 2026-06-19T12:00:00.000Z\n  2026-06-19  root ${manifest.root}\n`,
  );
  expect(lines.join()).not.toContain('rollback');
  expect(JSON.parse(reportJson(verdict, 20, run)).anchor).toEqual({
    name: '2026-06-19',
    root: manifest.root,
    started_at: '2026-06-19T12:00:00.000Z',
    obligations: 3,
    anchors: 2,
  });
  expect(
    JSON.parse(reportJson(verdict, 20, { source: 'a table', actor: 'me', seconds: 1 })).anchor,
  ).toBeNull();
});

/** What a forger does who knows the chain: another opening, and every entry after it as if it had been so. */
function rebuild(id: string): void {
  const entries = [...table.entries.values()]
    .filter(({ obligationId }) => obligationId === id)
    .toSorted((left, right) => left.sequence - right.sequence);
  let previous = chainStart(table.obligations.get(id) as Obligation);
  let balance = 0;
  for (const entry of entries) {
    const amount = entry.type === 'opening' ? 5 : entry.amount;
    balance += amount;
    const forged: Entry = { ...entry, amount, endingBalance: balance, previous };
    table.entries.set(entry.key, forged);
    previous = hashEntry(forged);
  }
  const obligation = table.obligations.get(id);
  if (obligation) table.obligations.set(id, { ...obligation, balance, newestHash: previous });
}

async function download(directory: string): Promise<void> {
  for (const name of await anchors.listNames()) {
    mkdirSync(join(directory, name), { recursive: true });
    const write = (object: string, content: unknown) =>
      writeFileSync(join(directory, name, `${object}.json`), JSON.stringify(content));
    for (const part of (await anchors.listObjects(name)).parts) {
      write(part, await anchors.readPart(name, part));
    }
    write('manifest', await anchors.readManifest(name));
  }
}
