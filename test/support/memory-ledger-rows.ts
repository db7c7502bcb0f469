import { isOfChange, type StatementLine } from '#shared/models/entry.ts';
import { type ShownLine, toShownLine } from '#shared/models/shown-line.ts';
import type { LedgerRows } from '#shared/ports/statements.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryLedgerRows implements LedgerRows {
  readonly #table: MemoryTable;
  /** How often rows were read, and how many. */
  readonly reads: number[] = [];

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async readRows(
    obligationId: string,
    { first, last }: { readonly first: number; readonly last: number },
  ): Promise<readonly StatementLine[]> {
    const lines = this.#table
      .entriesOf(obligationId)
      .filter(({ sequence }) => first <= sequence && sequence <= last)
      .toSorted((one, other) => one.sequence - other.sequence)
      .map(({ cause: _cause, previous: _previous, ...line }): StatementLine => {
        if (!('reverses' in line)) return line;
        // The index does not have it.
        const { reverses: _, ...row } = line;
        if (row.type !== 'refund') return row;
        const { reconciliationId: _too, ...refund } = row;
        return refund;
      });
    this.reads.push(lines.length);
    return lines;
  }

  async readSaid(lines: readonly StatementLine[]): Promise<readonly ShownLine[]> {
    return lines.map((line) => {
      const entry = isOfChange(line) ? this.#table.entries.get(line.key) : undefined;
      return entry ? { ...line, ...toShownLine(entry), endingBalance: line.endingBalance } : line;
    });
  }
}
