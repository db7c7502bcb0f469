import type { ChainedEntry, ChainedLine } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import type { HeldKey } from '#shared/models/held-event.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Reconciled, ReconciledKey } from '#shared/models/reconciled.ts';
import type { Redaction } from '#shared/models/redaction.ts';
import type { Undone } from '#shared/models/undone.ts';

/** A page of all that the table holds, in no order; `cursor` leads to the next one. */
export type LedgerPage = {
  readonly items: readonly LedgerItem[];
  readonly cursor?: string | undefined;
};

/** Reads a whole ledger, perhaps while others write to it. Nothing is refused for what it holds. */
export interface LedgerReader {
  /** Read units consumed so far. */
  readonly readUnits: number;
  /** About how many items there are; may be hours old. */
  estimateItems(): Promise<number>;
  /** Each item as it is when its page is read; an item that is written after its page was read is not seen. */
  readPage(cursor: string | undefined): Promise<LedgerPage>;
  /** What is true now; `unreadable` if the item is none of ours. */
  findObligation(obligationId: string): Promise<Obligation | 'unreadable' | undefined>;
  /** What is true now, by `external_reference`; undefined while it is only reserved. */
  findObligationId(kind: ObligationKind, externalReference: string): Promise<string | undefined>;
  /** Whether the erasure with which raw events went is recorded. */
  isErasureRecorded(redaction: Redaction): Promise<boolean>;
  /** Whether an event waits for its obligation now. */
  isWaiting(key: HeldKey): Promise<boolean>;
  /** What is true now; undefined also where it cannot be read. */
  findEntry(entryKey: string): Promise<ChainedEntry | undefined>;
  /** What a row of a report is marked as; what is true now. */
  findReconciled(key: ReconciledKey): Promise<Reconciled | undefined>;
  /** The marks of a payment that it is to have no entry somewhere; what is true now. */
  listSettled(paymentId: string): Promise<readonly Doubt[]>;
  /**
   * All readable lines of an obligation, in any order. The newest may be missing for moments; those that are
   * there are as they are now.
   */
  listLines(obligationId: string): Promise<readonly ChainedLine[]>;
  /** What is true now of the obligation's entries that are undone, in part or whole; what cannot be read is left out. */
  listUndone(obligationId: string): Promise<readonly Undone[]>;
}
