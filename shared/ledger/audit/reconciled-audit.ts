import type { ChainedEntry } from '#shared/models/chain.ts';
import { obligationOf } from '#shared/models/entry.ts';
import type { Reconciled } from '#shared/models/reconciled.ts';
import type { Undone } from '#shared/models/undone.ts';
import type { Breach } from './breach.ts';

/** What one side says of a row of a report, and the other was not seen to say. */
export type Unpaired = {
  /** The mark that keeps the row from being entered again, or the entry that says that it is this row. */
  readonly missing: 'mark' | 'entry';
  readonly type: string;
  readonly reconciliationId: string;
  readonly entryKey: string;
};

export type SavedReconciled = {
  readonly marks: readonly string[];
  readonly entries: readonly string[];
};

type Row = Omit<Unpaired, 'missing'>;

/**
 * Pairs the rows of reports that are marked as entered with the entries that say so, whichever comes first: without the one
 * a row could be entered again, without the other it never was. What is paired is forgotten.
 */
export class ReconciledAudit {
  readonly #marks: Set<string>;
  readonly #entries: Set<string>;

  constructor(saved?: SavedReconciled) {
    this.#marks = new Set(saved?.marks);
    this.#entries = new Set(saved?.entries);
  }

  addReconciled({ type, reconciliationId, entryKey }: Reconciled): void {
    pair(this.#marks, this.#entries, { type, reconciliationId, entryKey });
  }

  addEntry({ type, reconciliationId, key: entryKey }: ChainedEntry): void {
    if (reconciliationId === undefined) return;
    pair(this.#entries, this.#marks, { type, reconciliationId, entryKey });
  }

  /** What was found in a report later is said beside the refund. */
  addUndone({ linked = [] }: Undone): void {
    for (const { reconciliationId, entryKey } of linked) {
      pair(this.#entries, this.#marks, { type: 'refund', reconciliationId, entryKey });
    }
  }

  unpaired(): readonly Unpaired[] {
    return [
      ...[...this.#marks].map((text) => ({ missing: 'entry' as const, ...rowOf(text) })),
      ...[...this.#entries].map((text) => ({ missing: 'mark' as const, ...rowOf(text) })),
    ];
  }

  save(): SavedReconciled {
    return { marks: [...this.#marks], entries: [...this.#entries] };
  }
}

function pair(own: Set<string>, others: Set<string>, row: Row): void {
  const text = JSON.stringify([row.type, row.reconciliationId, row.entryKey]);
  if (!others.delete(text)) own.add(text);
}

function rowOf(text: string): Row {
  const [type, reconciliationId, entryKey] = JSON.parse(text);
  return { type, reconciliationId, entryKey };
}

/** @param unpaired what is not there either where it is looked for */
export function auditReconciled({ missing, type, reconciliationId, entryKey }: Unpaired): Breach {
  const message =
    missing === 'entry'
      ? `the ${type} ${reconciliationId} of a report is said to be ${entryKey}, which is not there, or does not say so`
      : `${entryKey} is said to be the ${type} ${reconciliationId} of a report, and nothing keeps that from being entered again`;
  return { kind: 'reconciled_wrong', obligationId: obligationOf(entryKey), message, entries: [] };
}
