import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { RecordedEntry, WaitingAmount, WaitingKind } from '#shared/models/summary.ts';
import type {
  KindHeads,
  RecordedAsked,
  RecordedEntries,
  WaitingAmounts,
} from '#shared/ports/reports.ts';
import type { MemoryTable } from './memory-table.ts';

/** Entries by when they were recorded, in pages of a few. */
export class MemoryRecordedEntries implements RecordedEntries {
  readonly #table: MemoryTable;
  readonly #pageSize: number;
  /** Those that were asked for. */
  readonly reads: RecordedAsked[] = [];

  constructor(table: MemoryTable, pageSize = 3) {
    this.#table = table;
    this.#pageSize = pageSize;
  }

  async listRecorded(asked: RecordedAsked) {
    this.reads.push(asked);
    const { type, from, to, cursor = '0' } = asked;
    const all = this.#of(type).filter(({ recordedAt }) => from <= recordedAt && recordedAt < to);
    const end = Number(cursor) + this.#pageSize;
    return {
      entries: all.slice(Number(cursor), end),
      cursor: end < all.length ? String(end) : undefined,
    };
  }

  async findFirst(type: RecordedEntry['type']): Promise<string | undefined> {
    return this.#of(type)[0]?.recordedAt;
  }

  #of(type: RecordedEntry['type']): readonly RecordedEntry[] {
    return [...this.#table.entries.values()]
      .filter((entry) => entry.type === type)
      .map(({ amount, currency, recordedAt }) => ({ type, amount, currency, recordedAt }))
      .toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
  }
}

/** Events that wait, one a page. */
export class MemoryWaitingAmounts implements WaitingAmounts {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async listWaitingAmounts(kind: WaitingKind, cursor = '0') {
    const all = [...this.#table.held.values()]
      .filter(({ state, hash }) => state === kind && !this.#table.decided.has(hash))
      .map(
        ({ receivedAt, amount, currency }): WaitingAmount => ({
          kind,
          receivedAt,
          amount,
          currency: currency?.toUpperCase(),
        }),
      )
      .toSorted((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1));
    const end = Number(cursor) + 1;
    return {
      waiting: all.slice(Number(cursor), end),
      cursor: end < all.length ? String(end) : undefined,
    };
  }
}

/** The heads of the memory stores' table. */
export class MemoryKindHeads implements KindHeads {
  readonly #table: MemoryTable;
  /** Ids of heads that are to be of no use. */
  readonly unreadable = new Set<string>();

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async listHeads(
    kind: ObligationKind,
    { after = '', limit }: { readonly after: string | undefined; readonly limit: number },
  ) {
    const left = [...this.#table.obligations.values()]
      .filter((each) => each.kind === kind && each.externalReference > after)
      .toSorted(byReference);
    const page = left.slice(0, limit);
    return {
      heads: page.filter(({ id }) => !this.unreadable.has(id)),
      unreadable: page.map(({ id }) => id).filter((id) => this.unreadable.has(id)),
      next: left.length > limit ? page.at(-1)?.externalReference : undefined,
    };
  }
}

function byReference(one: Obligation, other: Obligation): number {
  return one.externalReference < other.externalReference ? -1 : 1;
}
