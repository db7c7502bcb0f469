import type { Unchanged } from '#shared/models/change.ts';
import type { ShownLine } from '#shared/models/shown-line.ts';
import type { BalanceResponse, EntryResponse } from './response-schemas.ts';

export function viewEntry(line: ShownLine): EntryResponse {
  return {
    id: line.key,
    sequence: line.sequence,
    type: line.type,
    amount: line.amount,
    ending_balance: line.endingBalance,
    currency: line.currency,
    payment_id: line.paymentId ?? null,
    payment_request: line.paymentRequest,
    description: line.description,
    adjusts: line.adjusts,
    reverses: line.reverses,
    reversed: line.reversed,
    reconciliation_id: line.reconciliationId,
    reason: line.reason,
    note: line.note,
    actor: line.actor,
    effective_at: line.effectiveAt,
    told_at: line.toldAt,
    recorded_at: line.recordedAt,
  };
}

/** A balance that was what it was to become. */
export function viewUnchanged({ obligationId, currency, balance, sequence }: Unchanged) {
  return { id: obligationId, currency, balance, sequence } satisfies BalanceResponse;
}
