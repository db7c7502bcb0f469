import type { Entry, StatementLine } from '#shared/models/entry.ts';
import { saidBeside } from '#shared/models/shown-line.ts';
import type { Undone } from '#shared/models/undone.ts';
import type { EntriesOfPayments, RecordedLinesAsked } from '#shared/ports/reconciling.ts';
import type { MemoryTable } from './memory-table.ts';

/** Entries of payments, in pages of a few. */
export class MemoryEntriesOfPayments implements EntriesOfPayments {
  readonly #table: MemoryTable;
  readonly #pageSize: number;
  /** What was asked for, period by period and payment by payment. */
  readonly reads: (RecordedLinesAsked | string)[] = [];

  constructor(table: MemoryTable, pageSize = 3) {
    this.#table = table;
    this.#pageSize = pageSize;
  }

  readonly #toLine = ({ cause: _cause, previous: _previous, ...line }: Entry): StatementLine => ({
    ...line,
    ...linkOf(line, [...this.#table.undone.values()]),
  });

  async listRecorded(asked: RecordedLinesAsked) {
    this.reads.push(asked);
    const { type, from, to, cursor = '0' } = asked;
    const all = [...this.#table.entries.values()]
      .filter((entry) => entry.type === type && from <= entry.recordedAt && entry.recordedAt < to)
      .toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
    const end = Number(cursor) + this.#pageSize;
    return {
      lines: all.slice(Number(cursor), end).filter(isOfPayment).map(this.#toLine),
      cursor: end < all.length ? String(end) : undefined,
    };
  }

  async listOfPayment(id: string): Promise<readonly StatementLine[]> {
    this.reads.push(id);
    return [...this.#table.entries.values()]
      .filter((entry) => isOfPayment(entry) && entry.paymentId === id)
      .map(this.#toLine);
  }
}

function isOfPayment(entry: Entry): entry is Entry & { readonly paymentId: string } {
  return 'paymentId' in entry;
}

/** Which row of a report it was found to be. */
function linkOf(line: StatementLine, undone: readonly Undone[]) {
  const { reconciliationId } = saidBeside(line, undone);
  return reconciliationId !== undefined && { reconciliationId };
}
