import { type ChainedLine, chainStart } from '#shared/models/chain.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { type Breach, toAuditedLine } from './breach.ts';

/**
 * Promise 5, for one obligation and all its entries in their order: each holds the hash of the one before it, and the
 * obligation that of the newest. Told is where the chain is broken: one of the two that meet there was changed, put
 * there, or took the place of another. What is missing altogether the sequence tells.
 */
export function auditChain(
  obligation: Obligation,
  lines: readonly ChainedLine[],
): readonly Breach[] {
  const { id, sequence, newestHash, currency } = obligation;
  const broken = lines.flatMap((line, index): Breach[] => {
    const before = lines[index - 1];
    if (line.sequence !== (before?.sequence ?? 0) + 1) return [];
    if (line.previous === (before?.entryHash ?? chainStart(obligation))) return [];
    const message = before
      ? `entry ${line.sequence} was written after another entry ${before.sequence} than the one that is there: one of them was changed or replaced`
      : `entry ${line.sequence}, the first, was written for another obligation, or under another reference`;
    const entries = [...(before ? [before] : []), line].map(toAuditedLine);
    return [{ kind: 'chain_broken', obligationId: id, message, currency, entries }];
  });
  const newest = lines.at(-1);
  if (newest?.sequence !== sequence || newest.entryHash === newestHash) return broken;
  const message = `entry ${sequence}, the newest, is not the one that the obligation ends with: it was changed or replaced`;
  const entries = [toAuditedLine(newest)];
  return [...broken, { kind: 'chain_broken', obligationId: id, message, currency, entries }];
}
