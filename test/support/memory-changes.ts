import type { Done, Unchanged } from '#shared/models/change.ts';
import { adjustmentKey, commandKey } from '#shared/models/entry.ts';
import type { Undoable } from '#shared/models/undone.ts';
import type { Changes } from '#shared/ports/changes.ts';
import type { MemoryTable } from './memory-table.ts';

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

  async keepUnchanged(kept: Unchanged): Promise<'kept' | 'exists'> {
    const { entries, unchanged } = this.#table;
    const key = commandKey(kept.key, kept.obligationId);
    if (entries.has(key) || unchanged.has(key)) return 'exists';
    unchanged.set(key, kept);
    return 'kept';
  }
}
