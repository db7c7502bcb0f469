import type { Entry, StatementLine } from '#shared/models/entry.ts';
import type { StatementPage, Statements } from '#shared/ports/statements.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryStatements implements Statements {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async listStatement(
    obligationId: string,
    { limit, before = Number.POSITIVE_INFINITY }: { limit: number; before?: number | undefined },
  ): Promise<StatementPage> {
    const lines = [...this.#table.entries.values()]
      .filter((entry) => entry.obligationId === obligationId && entry.sequence < before)
      .sort((left, right) => right.sequence - left.sequence)
      .map((entry) => this.#toLine(entry));
    return { lines: lines.slice(0, limit), hasMore: lines.length > limit };
  }

  #toLine({ cause: _cause, previous: _previous, ...line }: Entry): StatementLine {
    const telling = this.#table.tellings.get(line.key);
    return {
      ...line,
      ...(telling?.paymentRequest !== undefined && { paymentRequest: telling.paymentRequest }),
      ...(telling?.description !== undefined && { description: telling.description }),
    };
  }
}
