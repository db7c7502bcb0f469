import { totalOf } from '#shared/ledger/ageing/sum-aged.ts';
import type { BalancesSnapshot } from '#shared/ports/exceptions.ts';
import type { AgeingSnapshots } from '#shared/ports/reports.ts';
import type { Clock, Logger } from '#shared/ports/world.ts';
import { findNewestSnapshot } from './read-snapshot.ts';

type Deps = {
  readonly snapshots: AgeingSnapshots;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Some 100,000 obligations. */
const PARTS_MAX = 20;
/** Whoever asks waits for it, and is answered within half a minute or not at all. */
const LOOK_MS = 10_000;

/** Who owed what when it was written down last. What cannot be read is logged, and leaves out what is in it. */
export class SnapshotBalances implements BalancesSnapshot {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async findByTotal(currency: string, amount: number, limit: number): Promise<readonly string[]> {
    const { snapshots, clock, logger } = this.#deps;
    const until = clock.now() + LOOK_MS;
    const found: string[] = [];
    try {
      const manifest = await findNewestSnapshot(snapshots);
      if (!manifest?.sums.some((sum) => sum.currency === currency)) return [];
      for (const { name } of manifest.parts.slice(0, PARTS_MAX)) {
        if (found.length >= limit || clock.now() >= until) break;
        const { obligations } = await snapshots.readPart(manifest.asOf, name);
        const alike = obligations.filter(
          (each) => each.currency === currency && totalOf(each.aged) === amount,
        );
        found.push(...alike.map(({ id }) => id));
      }
    } catch (error) {
      logger.warn('candidates.snapshot_unread', { error });
    }
    return found.slice(0, limit);
  }
}
