import { expect, test } from 'vitest';
import { type Progress, type SavedScan, verifyLedger } from '#commands/verify/verify-ledger.ts';
import type { ChainedLine } from '#shared/models/chain.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { LedgerPage } from '#shared/ports/ledger-reader.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { amountApplied, incoming, open, opening } from '#test/support/factories.ts';
import { MemoryIntentStore } from '#test/support/memory-intent-store.ts';
import { MemoryLedgerReader } from '#test/support/memory-ledger-reader.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryTable } from '#test/support/memory-table.ts';
import { heldEvent, told } from '#test/support/sound-ledger.ts';
import { NO_DEADLINE, NOON, TestClock, TestRandomness } from '#test/support/world.ts';

const CUSTOMERS = ['bcus_A', 'bcus_B', 'bcus_C'];
const PAYMENTS = 12;

class Shop {
  readonly table = new MemoryTable();
  readonly ledger = new MemoryLedgerStore(this.table);
  readonly intents = new MemoryIntentStore(this.table);
  readonly clock = new TestClock();
  #payments = 1;

  async open(id: string) {
    await open(this, opening({ id, externalReference: `ref-${id}`, balance: 1_000_000 }));
  }

  async pay(id: string) {
    this.#payments += 1;
    const deps = {
      ledger: this.ledger,
      clock: this.clock,
      randomness: new TestRandomness(),
      tellings: 'both' as const,
    };
    const event = incoming(told(id, this.#payments, this.#payments));
    await settleEvents([event], NO_DEADLINE, deps);
  }

  verify(reader = new MemoryLedgerReader(this.table), more = {}) {
    return verifyLedger({ reader, clock: this.clock, indexLagMs: 10_000, ...more });
  }

  static async busy(): Promise<Shop> {
    const shop = new Shop();
    for (const id of CUSTOMERS) {
      await shop.open(id);
      for (let count = 0; count < PAYMENTS; count += 1) await shop.pay(id);
    }
    return shop;
  }
}

const entryOf = (table: MemoryTable, id: string, sequence: number): Entry => {
  const found = [...table.entries.values()].find(
    (entry) => entry.obligationId === id && entry.sequence === sequence,
  );
  if (!found) throw new Error(`${id} has no entry ${sequence}`);
  return found;
};

test('a sound ledger is told as such, with what was read', async () => {
  const verdict = await (await Shop.busy()).verify();
  expect(verdict).toMatchObject({
    breaches: [],
    breachCount: 0,
    overdue: [],
    rechecked: 0,
    totals: { obligations: 3, entries: 3 * (PAYMENTS + 1), events: 3 * PAYMENTS },
  });
  const sum = 3_000_000 - ((2 + 3 * PAYMENTS + 1) * 3 * PAYMENTS) / 2;
  expect(verdict?.totals.balances).toEqual({ ZAR: BigInt(sum) });
});

test('payments and openings between any two pages are no breach', async () => {
  const shop = await Shop.busy();
  let opened = 0;
  class WhilePaid extends MemoryLedgerReader {
    override async readPage(cursor?: string): Promise<LedgerPage> {
      const page = await super.readPage(cursor);
      if (opened < 20) {
        opened += 1;
        await shop.open(`bcus_new${opened}`);
        for (const id of [...CUSTOMERS, `bcus_new${opened}`]) await shop.pay(id);
      }
      return page;
    }
  }
  const verdict = await shop.verify(new WhilePaid(shop.table));
  expect(verdict?.rechecked).toBeGreaterThan(3);
  expect(verdict?.breaches).toEqual([]);
});

test('a payment while an obligation is read again is no breach, and hides none', async () => {
  const shop = await Shop.busy();
  class WhileReread extends MemoryLedgerReader {
    override async findObligation(id: string) {
      const found = await super.findObligation(id);
      await shop.pay(id);
      return found;
    }

    override async listLines(id: string) {
      const lines = await super.listLines(id);
      await shop.pay(id);
      return lines;
    }
  }
  shop.table.references.delete('ref-bcus_A');
  expect((await shop.verify(new WhileReread(shop.table)))?.breaches).toMatchObject([
    { kind: 'reference_missing' },
  ]);
  const entry = entryOf(shop.table, 'bcus_B', 5);
  shop.table.entries.set(entry.key, { ...entry, endingBalance: 1 });
  const verdict = await shop.verify(new WhileReread(shop.table));
  expect(verdict?.breaches.map(({ kind, obligationId }) => [kind, obligationId])).toEqual([
    ['ending_balance_wrong', 'bcus_B'],
    ['chain_broken', 'bcus_B'],
    ['reference_missing', 'bcus_A'],
  ]);
});

test('an index that lags makes no gap; an entry that stays away is one', async () => {
  const shop = await Shop.busy();
  const { key } = entryOf(shop.table, 'bcus_A', 4);
  // The scan misses it too, so that the obligation is read again.
  class Lagging extends MemoryLedgerReader {
    listed = 0;

    override async readPage(cursor?: string): Promise<LedgerPage> {
      const page = await super.readPage(cursor);
      const items = page.items.filter((item) => item.kind !== 'entry' || item.entry.key !== key);
      return { ...page, items };
    }

    override async listLines(id: string): Promise<readonly ChainedLine[]> {
      this.listed += 1;
      const lines = await super.listLines(id);
      return this.listed > 3 ? lines : lines.filter((line) => line.key !== key);
    }
  }
  const lagging = new Lagging(shop.table);
  expect((await shop.verify(lagging))?.breaches).toEqual([]);
  expect(lagging.listed).toBe(4);

  shop.table.entries.delete(key);
  const before = shop.clock.now();
  expect((await shop.verify())?.breaches.map(({ kind }) => kind)).toEqual([
    'sequence_gap',
    'balance_wrong',
  ]);
  expect(shop.clock.now() - before).toBeGreaterThanOrEqual(10_000);
});

test('an entry beyond what its obligation counts is found, whoever pays meanwhile', async () => {
  const shop = await Shop.busy();
  const entry = entryOf(shop.table, 'bcus_A', PAYMENTS + 1);
  shop.table.entries.set('more', { ...entry, key: 'more', sequence: 900 });
  const found = (await shop.verify())?.breaches.map(({ kind }) => kind);
  expect(found).toEqual(expect.arrayContaining(['sequence_gap', 'sequence_wrong', 'key_wrong']));
});

test('a scan that was stopped goes on where it stopped, and finds the same', async () => {
  const shop = await Shop.busy();
  const { key, ...entry } = entryOf(shop.table, 'bcus_A', 4);
  shop.table.entries.set(key, { key, ...entry, amount: 5 });
  const whole = await shop.verify();
  expect(whole?.breachCount).toBeGreaterThan(1);

  let saved: SavedScan | undefined;
  let runs = 0;
  let verdict: typeof whole;
  while (!verdict && runs < 100) {
    runs += 1;
    const stop = new AbortController();
    const onPage = (progress: Progress) => {
      saved = JSON.parse(JSON.stringify(progress.save()));
      stop.abort();
    };
    const reader = new MemoryLedgerReader(shop.table);
    const deps = { reader, clock: shop.clock, indexLagMs: 0, onPage };
    verdict = await verifyLedger(deps, { saved, stop: stop.signal });
  }
  expect(runs).toBeGreaterThan(5);
  const { readUnits: _all, ...found } = whole ?? {};
  expect(verdict).toMatchObject(found);
});

test('a failure while suspects are read again leaves a scan that need not be made again', async () => {
  const shop = await Shop.busy();
  shop.table.references.delete('ref-bcus_A');
  let saved: SavedScan | undefined;
  const onPage = (progress: Progress) => {
    saved = progress.save();
  };
  class Lost extends MemoryLedgerReader {
    override async findObligation(): Promise<never> {
      throw new Error('connection lost');
    }
  }
  await expect(shop.verify(new Lost(shop.table), { onPage })).rejects.toThrow('connection lost');
  const reader = new MemoryLedgerReader(shop.table);
  const verdict = await verifyLedger({ reader, clock: shop.clock, indexLagMs: 0 }, { saved });
  expect(verdict?.breaches).toMatchObject([{ kind: 'reference_missing', obligationId: 'bcus_A' }]);
  expect(reader.readUnits).toBe(0);
});

test('the read rate is kept', async () => {
  const shop = await Shop.busy();
  const before = shop.clock.now();
  const reader = new MemoryLedgerReader(shop.table);
  await shop.verify(reader, { unitsPerSecond: 2 });
  expect(shop.clock.now() - before).toBe((reader.readUnits / 2) * 1000);
});

test('an unmatched event that waits for long though its obligation exists is noted, and no breach', async () => {
  const shop = await Shop.busy();
  const waiting = heldEvent(
    amountApplied({ data: { customer_id: 'bcus_A', payment_id: 'pay_late' } }),
    'unmatched',
  );
  shop.table.held.set(waiting.hash, waiting);
  shop.clock.advance(15 * 60_000);
  expect((await shop.verify())?.overdue).toEqual([]);
  shop.clock.advance(1);
  expect(await shop.verify()).toMatchObject({
    breaches: [],
    overdue: [{ obligationId: 'bcus_A', count: 1, since: new Date(NOON).toISOString() }],
  });
  class SweptMeanwhile extends MemoryLedgerReader {
    override async isWaiting() {
      return false;
    }
  }
  expect((await shop.verify(new SweptMeanwhile(shop.table)))?.overdue).toEqual([]);
});
