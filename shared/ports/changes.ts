import type { Done, Unchanged } from '#shared/models/change.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { Link, Met } from '#shared/models/met.ts';
import type { ReconciledKey } from '#shared/models/reconciled.ts';
import type { Undoable, Undone } from '#shared/models/undone.ts';

/** What commands did to balances. Reads what is true now, never a stale copy. */
export interface Changes {
  /** All that was done under an idempotency key, on whichever obligation. */
  findDone(idempotencyKey: string): Promise<readonly Done[]>;
  /** An entry of the obligation, and how much of it is undone: each at a moment of its own. */
  findUndoable(obligationId: string, entryKey: string): Promise<Undoable>;
  /** The entries that undid another, in any order. @throws ServiceError `ledger.busy` while the index shows not all of them yet */
  findUndoing(undone: Undone): Promise<readonly Entry[]>;
  /** The entry that a row of a report is. */
  findReconciled(key: ReconciledKey): Promise<Met | undefined>;
  /** Says of an entry which row of a report it is, once; `conflict` if either is known of by now, or more or less is undone. */
  link(link: Link): Promise<'linked' | 'conflict'>;
  /** Keeps that a command changed nothing, once; `exists` if something was done under its key there. */
  keepUnchanged(unchanged: Unchanged): Promise<'kept' | 'exists'>;
}
