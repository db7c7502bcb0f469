import type { Done, Unchanged } from '#shared/models/change.ts';
import type { Undoable } from '#shared/models/undone.ts';

/** What commands did to balances. Reads what is true now, never a stale copy. */
export interface Changes {
  /** All that was done under an idempotency key, on whichever obligation. */
  findDone(idempotencyKey: string): Promise<readonly Done[]>;
  /** An entry of the obligation, and how much of it is undone: each at a moment of its own. */
  findUndoable(obligationId: string, entryKey: string): Promise<Undoable>;
  /** Keeps that a command changed nothing, once; `exists` if something was done under its key there. */
  keepUnchanged(unchanged: Unchanged): Promise<'kept' | 'exists'>;
}
