import type { Obligation } from '#shared/models/obligation.ts';
import { changeCause, posted } from './changes.ts';
import { opening } from './factories.ts';
import { MemoryLedgerRows } from './memory-ledger-rows.ts';
import { MemoryTable } from './memory-table.ts';
import { movedBy } from './postings.ts';

export type Move = {
  readonly amount: number;
  /** ISO 8601 in UTC. */
  readonly recordedAt: string;
  readonly effectiveAt?: string | undefined;
};

/** A ledger whose entries were made at any time, as the ledger decides them: charges, and adjustments downwards. */
export class MadeLedger {
  readonly table = new MemoryTable();
  readonly rows = new MemoryLedgerRows(this.table);
  #head: Obligation;

  constructor({ openedAt, balance = 0 }: { readonly openedAt: string; readonly balance?: number }) {
    const { obligation, entry } = opening({ openedAt, recordedAt: openedAt, balance });
    this.#head = obligation;
    if (entry) this.table.entries.set(entry.key, entry);
    this.table.obligations.set(obligation.id, obligation);
  }

  get head(): Obligation {
    return this.#head;
  }

  get entries() {
    return this.table.entriesOf(this.#head.id);
  }

  move({ amount, recordedAt, effectiveAt }: Move): void {
    const cause = changeCause({ key: `key-${this.#head.sequence}` });
    const kind = amount > 0 ? ('charge' as const) : ('adjustment' as const);
    const made = posted(
      { kind, amount, effectiveAt },
      { owed: this.#head, cause, now: recordedAt },
    );
    this.#head = movedBy(made.posting, this.#head);
    this.table.entries.set(made.entry.key, made.entry);
    this.table.obligations.set(this.#head.id, this.#head);
  }
}
