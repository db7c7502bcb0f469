import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { ListAsked, ListedObligations } from '#shared/ports/listed.ts';
import { MemoryTable } from './memory-table.ts';

export class MemoryListedObligations implements ListedObligations {
  readonly table: MemoryTable;

  constructor(table: MemoryTable = new MemoryTable()) {
    this.table = table;
  }

  async listObligations(kind: ObligationKind, { prefix, after = '', limit }: ListAsked) {
    const { obligations, profiles } = this.table;
    const found = [...obligations.values()]
      .filter(({ kind: its, externalReference }) => its === kind && externalReference > after)
      .filter(({ externalReference }) => externalReference.startsWith(prefix))
      .toSorted((a, b) => (a.externalReference < b.externalReference ? -1 : 1));
    const listed = found
      .slice(0, limit)
      .map((obligation) => ({ obligation, profile: profiles.get(obligation.id) ?? {} }));
    return { listed, hasMore: found.length > limit };
  }
}
