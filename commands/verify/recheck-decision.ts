import type { Breach } from '#shared/ledger/audit/breach.ts';
import { auditDecision, type UnseenDecision } from '#shared/ledger/audit/decision-audit.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';

/** Looks for what a decision says that is there: it was written with the decision, perhaps after its page was read. */
export async function recheckDecision(
  unseen: UnseenDecision,
  reader: Pick<LedgerReader, 'findEntry' | 'listSettled'>,
): Promise<readonly Breach[]> {
  const { missing, entryKey } = unseen;
  const entry = await reader.findEntry(entryKey);
  if (missing === 'entry') {
    const isDecided = entry?.cause?.kind === 'event' && entry.cause.decided !== undefined;
    return isDecided ? [] : [auditDecision(unseen)];
  }
  const marks = entry?.paymentId === undefined ? [] : await reader.listSettled(entry.paymentId);
  const isMarked = marks.some(({ settled }) => settled?.entry === entryKey);
  return isMarked ? [] : [auditDecision(unseen)];
}
