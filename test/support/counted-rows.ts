import type { StatementLine } from '#shared/models/entry.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { LedgerRows } from '#shared/ports/statements.ts';
import { obligation } from './factories.ts';

/** One entry a minute, of 1 each, from this moment on. */
const FIRST_AT = Date.parse('2026-01-01T00:00:00.000Z');

/** A ledger as long as one likes, of which each read is counted. */
export class CountedRows implements LedgerRows {
  readonly head: Obligation;
  /** How many rows each read brought. */
  reads: number[] = [];

  constructor(count: number) {
    const openedAt = CountedRows.recordedAt(1);
    const recordedAt = CountedRows.recordedAt(count);
    this.head = obligation({ balance: count, sequence: count, openedAt, recordedAt });
  }

  static recordedAt(sequence: number): string {
    return new Date(FIRST_AT + (sequence - 1) * 60_000).toISOString();
  }

  async readRows(
    obligationId: string,
    { first, last }: { readonly first: number; readonly last: number },
  ): Promise<readonly StatementLine[]> {
    this.reads.push(last - first + 1);
    return Array.from({ length: last - first + 1 }, (_, index): StatementLine => {
      const sequence = first + index;
      const at = CountedRows.recordedAt(sequence);
      const [amount, endingBalance, type] = [1, sequence, 'charge' as const];
      return {
        ...{ obligationId, sequence, type, amount, endingBalance, currency: 'ZAR' },
        ...{ key: `command:${sequence}@${obligationId}`, effectiveAt: at, recordedAt: at },
      };
    });
  }

  async readSaid(lines: readonly StatementLine[]): Promise<readonly StatementLine[]> {
    return lines;
  }
}
