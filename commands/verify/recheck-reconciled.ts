import type { Breach } from '#shared/ledger/audit/breach.ts';
import { auditReconciled, type Unpaired } from '#shared/ledger/audit/reconciled-audit.ts';
import { obligationOf } from '#shared/models/entry.ts';
import type { LedgerReader } from '#shared/ports/ledger-reader.ts';

/** Looks for what was not seen of a row of a report: both were written together, perhaps after the page of one was read. */
export async function recheckReconciled(
  unpaired: Unpaired,
  reader: Pick<LedgerReader, 'findEntry' | 'findReconciled' | 'listUndone'>,
): Promise<readonly Breach[]> {
  const { type, reconciliationId, entryKey } = unpaired;
  const isPaired =
    unpaired.missing === 'mark'
      ? (await reader.findReconciled({ type, reconciliationId }))?.entryKey === entryKey
      : await saysSo(unpaired, reader);
  return isPaired ? [] : [auditReconciled(unpaired)];
}

/** The entry itself, or what stands beside it. */
async function saysSo(
  { type, reconciliationId, entryKey }: Unpaired,
  reader: Pick<LedgerReader, 'findEntry' | 'listUndone'>,
): Promise<boolean> {
  const entry = await reader.findEntry(entryKey);
  if (entry?.type !== type) return false;
  if (entry.reconciliationId === reconciliationId) return true;
  const undone = await reader.listUndone(obligationOf(entryKey));
  return undone.some(({ linked = [] }) =>
    linked.some((link) => link.entryKey === entryKey && link.reconciliationId === reconciliationId),
  );
}
