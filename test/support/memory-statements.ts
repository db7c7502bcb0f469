import type { Entry } from '#shared/models/entry.ts';
import { type ShownLine, saidBeside, toShownLine } from '#shared/models/shown-line.ts';
import type { PageAsked, StatementPage, Statements } from '#shared/ports/statements.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryStatements implements Statements {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async listStatement(
    obligationId: string,
    { limit, before = Number.POSITIVE_INFINITY }: PageAsked,
  ): Promise<StatementPage> {
    const entries = this.#table
      .entriesOf(obligationId)
      .filter(({ sequence }) => sequence < before)
      .sort((left, right) => right.sequence - left.sequence);
    const lines = entries.slice(0, limit).map((entry) => this.#toLine(entry));
    return { lines, hasMore: entries.length > limit };
  }

  async listReconciled(reconciliationId: string): Promise<readonly ShownLine[]> {
    return [...this.#table.reconciled.values()]
      .filter((each) => each.reconciliationId === reconciliationId)
      .map(({ entryKey }) => this.#toLine(this.#table.entries.get(entryKey) as Entry));
  }

  listLines(obligationId: string, page: PageAsked): Promise<StatementPage> {
    return this.listStatement(obligationId, page);
  }

  #toLine(entry: Entry): ShownLine {
    const line = toShownLine(entry);
    const telling = this.#table.tellings.get(line.key);
    return {
      ...line,
      ...saidBeside(line, [...this.#table.undone.values()]),
      ...(telling?.paymentRequest !== undefined && { paymentRequest: telling.paymentRequest }),
      ...(telling?.description !== undefined && { description: telling.description }),
    };
  }
}
