import type { LedgerAudit } from '#shared/ledger/audit/ledger-audit.ts';
import type { LedgerItem } from '#shared/models/ledger-item.ts';

/** What an item of the table is to an audit. */
export function addItem(audit: LedgerAudit, item: LedgerItem): void {
  switch (item.kind) {
    case 'obligation':
      audit.addObligation(item.obligation);
      break;
    case 'entry':
      audit.addEntry(item.entry);
      break;
    case 'held':
      audit.addHeldEvent(item.event);
      break;
    case 'reference':
      audit.addReference(item.externalReference, item.obligationId);
      break;
    case 'unreadable':
      audit.addUnreadable(item.key, item.detail);
      break;
    case 'telling':
      audit.addTelling(item.telling);
      break;
    case 'erasure':
      audit.addErasure(item.erasure);
      break;
    case 'settled':
      audit.addSettled(item.doubt);
      break;
    case 'undone':
      audit.addUndone(item.undone);
      break;
    case 'reconciled':
      audit.reconciled.addReconciled(item.reconciled);
      break;
    case 'request':
      audit.addRequest(item.request);
      break;
    case 'beside':
      break;
  }
}
