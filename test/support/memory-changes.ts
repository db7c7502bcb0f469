import type { Done, Unchanged } from '#shared/models/change.ts';
import { adjustmentKey, COMMAND, commandKey } from '#shared/models/entry.ts';
import type { Undoable } from '#shared/models/undone.ts';
import type { Changes } from '#shared/ports/changes.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryChanges implements Changes {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async findDone(idempotencyKey: string): Promise<readonly Done[]> {
    const { entries, unchanged } = this.#table;
    const isUnder = ([key]: readonly [string, unknown]) =>
      key.startsWith(`${COMMAND}${idempotencyKey}@`);
    return [
      ...[...entries].filter(isUnder).map(([, entry]) => ({ kind: 'entered' as const, entry })),
      ...[...unchanged]
        .filter(isUnder)
        .map(([, each]) => ({ kind: 'unchanged' as const, unchanged: each })),
    ];
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
