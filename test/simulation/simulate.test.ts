import { describe, expect, test } from 'vitest';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Posting, PostResult } from '#shared/ports.ts';
import { MemoryLedgerStore, type MemoryTable } from '#test/support/memory-ledger-store.ts';
import { Breach } from './oracle.ts';
import { type Report, type SimulationOptions, simulate } from './simulate.ts';

const WORLDS = 15;
/** Until it is caught; a race that is rare takes a few. */
const WORLDS_WITH_A_BUG_MAX = 200;

describe('the simulation', () => {
  test('finds every promise kept, whatever goes wrong', async () => {
    const reports = await playMany(WORLDS, {});
    const happened = sum(reports, ({ faults }) => Object.values(faults).reduce((a, b) => a + b, 0));
    expect(happened).toBeGreaterThan(200);
    expect(sum(reports, ({ held }) => held)).toBeGreaterThan(20);
  }, 60_000);

  test('plays the same world for the same seed, and another for another', async () => {
    expect(await simulate({ seed: 7 })).toEqual(await simulate({ seed: 7 }));
    expect(await simulate({ seed: 7 })).not.toEqual(await simulate({ seed: 8 }));
  }, 60_000);
});

describe('a planted bug is caught:', () => {
  test('the marker is written after the balance, in a transaction of its own', async () => {
    await expect(
      playMany(WORLDS_WITH_A_BUG_MAX, { ledger: (...args) => new MarkerOutside(...args) }),
    ).rejects.toThrow(Breach);
  }, 60_000);

  test('a payment is entered again when its answer was lost', async () => {
    await expect(
      playMany(WORLDS_WITH_A_BUG_MAX, { ledger: (table) => new ForgetfulMarker(table) }),
    ).rejects.toThrow(Breach);
  }, 60_000);

  test('an event is held as unmatched without a look at the obligation', async () => {
    await expect(
      playMany(WORLDS_WITH_A_BUG_MAX, { ledger: (table) => new BlindHold(table) }),
    ).rejects.toThrow(Breach);
  }, 60_000);
});

class MarkerOutside extends MemoryLedgerStore {
  readonly #pause: () => Promise<void>;

  constructor(table: MemoryTable, pause: () => Promise<void>) {
    super(table);
    this.#pause = pause;
  }

  override async post(posting: Posting): Promise<PostResult> {
    const result = await super.post({ ...posting, entries: [] });
    if (result.kind !== 'posted') return result;
    await this.#pause();
    for (const entry of posting.entries) this.table.entries.set(entry.key, entry);
    return result;
  }
}

class ForgetfulMarker extends MemoryLedgerStore {
  override async post(posting: Posting): Promise<PostResult> {
    const entries = posting.entries.map((entry) => ({
      ...entry,
      key: `${entry.key}#${entry.sequence}`,
    }));
    return super.post({ ...posting, entries });
  }
}

class BlindHold extends MemoryLedgerStore {
  override async hold(event: HeldEvent): Promise<'held'> {
    this.table.held.set(event.hash, event);
    return 'held';
  }
}

async function playMany(
  worlds: number,
  options: Omit<SimulationOptions, 'seed'>,
): Promise<Report[]> {
  const reports: Report[] = [];
  for (let seed = 1; seed <= worlds; seed += 1) reports.push(await simulate({ seed, ...options }));
  return reports;
}

function sum(reports: readonly Report[], of: (report: Report) => number): number {
  return reports.reduce((total, report) => total + of(report), 0);
}
