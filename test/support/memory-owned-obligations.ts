import type { Obligation } from '#shared/models/obligation.ts';
import type { OwnedObligations } from '#shared/ports/ledger.ts';
import { MemoryTable } from './memory-table.ts';

export class MemoryOwnedObligations implements OwnedObligations {
  readonly table: MemoryTable;

  constructor(table: MemoryTable = new MemoryTable()) {
    this.table = table;
  }

  async listOwned(ownerId: string, limit: number) {
    const ids = (this.table.owned.get(ownerId) ?? []).toSorted();
    return { ids: ids.slice(0, limit), hasMore: ids.length > limit };
  }

  async findObligations(obligationIds: readonly string[]): Promise<readonly Obligation[]> {
    return obligationIds.flatMap((id) => this.table.obligations.get(id) ?? []);
  }
}
