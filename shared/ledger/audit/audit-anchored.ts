import type { ChainedLine } from '#shared/models/chain.ts';
import type { AnchoredHead } from './anchored-heads.ts';
import { type Breach, toAuditedLine } from './breach.ts';

/**
 * Promise 5 for one obligation, against what was kept elsewhere: an entry that was the newest when it was anchored is
 * there, and the same. Where a ledger adds up without it, it was rolled back, or written anew. One breach tells the first
 * entry that is not what it was.
 *
 * @param heads of one obligation
 * @param lines all that it has, in any order
 */
export function auditAnchored(
  heads: readonly AnchoredHead[],
  lines: readonly ChainedLine[],
): readonly Breach[] {
  const lost = heads
    .filter(({ newestHash }) => lines.every(({ entryHash }) => entryHash !== newestHash))
    .toSorted((left, right) => left.sequence - right.sequence);
  const [first] = lost;
  if (!first) return [];
  const { anchor, obligationId, sequence } = first;
  const there = lines.filter((line) => line.sequence === sequence);
  const found =
    there.length > 0
      ? `another entry ${sequence} is there now`
      : `it is not there: ${whatIsLeft(lines)}`;
  const message = `when it was anchored on ${anchor}, entry ${sequence} was the newest, and ${found}${later(lost)}`;
  const entries = there.map(toAuditedLine);
  return [{ kind: 'rolled_back', obligationId, message, currency: there[0]?.currency, entries }];
}

function whatIsLeft(lines: readonly ChainedLine[]): string {
  const newest = Math.max(0, ...lines.map(({ sequence }) => sequence));
  return newest === 0 ? 'the obligation has no entry' : `its ledger ends with entry ${newest}`;
}

/** How far it had come, if that is further. */
function later(lost: readonly AnchoredHead[]): string {
  const last = lost.at(-1);
  if (!last || lost.length === 1) return '';
  return `; on ${last.anchor} it ended with entry ${last.sequence}`;
}
