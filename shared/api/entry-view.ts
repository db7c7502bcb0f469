import type { StatementLine } from '#shared/models/entry.ts';
import type { EntryResponse } from './response-schemas.ts';

export function viewEntry(line: StatementLine): EntryResponse {
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
    effective_at: line.effectiveAt,
    told_at: line.toldAt,
    recorded_at: line.recordedAt,
  };
}
