import type { AnchoredHead } from '#shared/ledger/audit/anchored-heads.ts';
import { auditAnchored } from '#shared/ledger/audit/audit-anchored.ts';
import type { Breach } from '#shared/ledger/audit/breach.ts';
import { listLines, type RecheckDeps } from './recheck.ts';

/**
 * Reads an obligation again, of which anchored entries were not seen. They were there before they were anchored, so that
 * they are gone now if the obligation does not count them; where it does, the index is waited for.
 *
 * @param heads of one obligation, at least one
 */
export async function recheckAnchored(
  heads: readonly AnchoredHead[],
  deps: RecheckDeps,
): Promise<readonly Breach[]> {
  const [head] = heads;
  if (!head) return [];
  const { obligationId } = head;
  const obligation = await deps.reader.findObligation(obligationId);
  const counted = obligation === undefined || obligation === 'unreadable' ? 0 : obligation.sequence;
  return auditAnchored(heads, await listLines(obligationId, counted, deps));
}
