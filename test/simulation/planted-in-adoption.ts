import type { LedgerKeys, LedgerState } from '#shared/ports/ledger.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';

/** What was paid before the balance held with which a customer was adopted lowers it once more. */
export class DoubledOpening extends MemoryLedgerStore {
  override async readLedger(obligationId: string, keys: LedgerKeys): Promise<LedgerState> {
    const { obligation, ...state } = await super.readLedger(obligationId, keys);
    if (!obligation) return { ...state, obligation };
    const { containedUntil: _ignored, ...uncontained } = obligation;
    return { ...state, obligation: uncontained };
  }
}
