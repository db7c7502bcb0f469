import type { HeldKey } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { PostResult } from '#shared/ports/ledger.ts';
import type { Chance } from '#test/support/chance.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import type { SimulatedTime } from './simulated-time.ts';

/**
 * A ledger as far away as DynamoDB, of which only one obligation is asked. A transaction that meets another
 * one on its way is cancelled, as is one that has read too early; each costs what it would have written.
 */
export class ContendedLedger extends MemoryLedgerStore {
  writtenUnits = 0;
  wastedUnits = 0;
  #isBusy = false;
  readonly #time: SimulatedTime;
  readonly #chance: Chance;

  constructor(time: SimulatedTime, chance: Chance) {
    super();
    this.#time = time;
    this.#chance = chance;
  }

  override async findObligation(obligationId: string): Promise<Obligation | undefined> {
    await this.#pass(2, 5);
    const obligation = await super.findObligation(obligationId);
    await this.#pass(1, 1);
    return obligation;
  }

  override async post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    const items = 1 + posting.entries.length;
    await this.#pass(2, 4);
    if (this.#isBusy) return this.#cancel(items);
    this.#isBusy = true;
    await this.#pass(4, 8);
    const now = await super.findObligation(posting.obligationId);
    if (now?.sequence === posting.expected.sequence) await this.#pass(items, items);
    const result = await super.post(posting, settled);
    this.#isBusy = false;
    if (result !== 'posted') return this.#cancel(items);
    this.writtenUnits += 2 * items + 2 * posting.entries.length;
    await this.#pass(1, 2);
    return result;
  }

  async #cancel(items: number): Promise<PostResult> {
    this.wastedUnits += 2 * items;
    await this.#pass(1, 2);
    return 'conflict';
  }

  #pass(least: number, most: number): Promise<void> {
    return this.#time.sleep(this.#chance.between(least, most));
  }
}
