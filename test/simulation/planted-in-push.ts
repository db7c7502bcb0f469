import type { HeldKey } from '#shared/models/held-event.ts';
import type { Posting } from '#shared/models/posting.ts';
import type { PostResult } from '#shared/ports/ledger.ts';
import type { Lease, PushRecord } from '#shared/ports/push.ts';
import { MemoryLedgerStore } from '#test/support/memory-ledger-store.ts';
import { MemoryUntoldObligations } from '#test/support/memory-untold-obligations.ts';

/** What was entered while Moment was told is taken for told. */
export class IgnoredEntries extends MemoryUntoldObligations {
  override record(lease: Lease, { atSequence: _ignored, ...record }: PushRecord) {
    return super.record(lease, record);
  }
}

/** An update that may be done late is forgotten. */
export class ForgottenUpdate extends MemoryUntoldObligations {
  override record(lease: Lease, record: PushRecord) {
    const isTold = record.atMoment !== undefined && record.untold !== undefined;
    const forgotten = { ...record, sending: 'none', untold: 'told' } as const;
    return super.record(lease, isTold ? forgotten : record);
  }
}

/** Of a payment that a push overwrote Moment is never told. */
export class UntoldPayment extends MemoryLedgerStore {
  override post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    const isPayment = posting.entries.some(({ type }) => type === 'payment');
    return super.post({ ...posting, tellMoment: !isPayment && posting.tellMoment }, settled);
  }
}
