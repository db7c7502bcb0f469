import type { Done, Unchanged } from '#shared/models/change.ts';
import { adjustmentKey, commandKey, type Entry } from '#shared/models/entry.ts';
import type { Link, Met } from '#shared/models/met.ts';
import type { ReconciledKey } from '#shared/models/reconciled.ts';
import type { Undoable, Undone } from '#shared/models/undone.ts';
import type { Changes } from '#shared/ports/changes.ts';
import { type MemoryTable, reconciledName } from './memory-table.ts';

export class MemoryChanges implements Changes {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async findDone(idempotencyKey: string): Promise<readonly Done[]> {
    const { obligations, entries, unchanged } = this.#table;
    const keys = [...obligations.keys()].map((id) => commandKey(idempotencyKey, id));
    return keys.flatMap((key): Done[] => {
      const entry = entries.get(key);
      const kept = unchanged.get(key);
      return [
        ...(entry ? [{ kind: 'entered' as const, entry }] : []),
        ...(kept ? [{ kind: 'unchanged' as const, unchanged: kept }] : []),
      ];
    });
  }

  async findUndoable(obligationId: string, entryKey: string): Promise<Undoable> {
    const { entries, undone } = this.#table;
    const paymentId = entryKey.slice(0, entryKey.lastIndexOf('@'));
    return {
      entry: entries.get(entryKey),
      adjustment: entries.get(adjustmentKey({ paymentId, obligationId })),
      undone: undone.get(entryKey),
    };
  }

  async findUndoing({ obligationId, by }: Undone): Promise<readonly Entry[]> {
    return this.#table.entriesOf(obligationId).filter(({ sequence }) => by.includes(sequence));
  }

  async findReconciled(key: ReconciledKey): Promise<Met | undefined> {
    const reconciled = this.#table.reconciled.get(reconciledName(key));
    const entry = this.#table.entries.get(reconciled?.entryKey ?? '');
    return reconciled && entry && { reconciled, entry };
  }

  async link({ reconciled, undone }: Link): Promise<'linked' | 'conflict'> {
    const table = this.#table;
    const name = reconciledName(reconciled);
    const kept = table.undone.get(undone.entryKey);
    const isAsRead = JSON.stringify(kept?.linked) === JSON.stringify(undone.linked);
    if (!kept || !isAsRead || table.reconciled.has(name)) return 'conflict';
    const { entryKey, reconciliationId } = reconciled;
    const linked = [...(kept.linked ?? []), { entryKey, reconciliationId }];
    table.undone.set(undone.entryKey, { ...kept, linked });
    table.reconciled.set(name, reconciled);
    return 'linked';
  }

  async keepUnchanged(kept: Unchanged): Promise<'kept' | 'exists'> {
    const { entries, unchanged } = this.#table;
    const key = commandKey(kept.key, kept.obligationId);
    if (entries.has(key) || unchanged.has(key)) return 'exists';
    unchanged.set(key, kept);
    return 'kept';
  }
}
