import { isTracked } from '#shared/models/obligation.ts';
import type { MemoryTable } from '#test/support/memory-ledger-store.ts';
import type { Telling } from './tellings.ts';

/** What an event became, and what it should be: `entered`, or how it is held. */
export type Settled = { readonly is: string; readonly expected: string };

/** @param byHash all that was told, also by those who were not acknowledged yet. */
export function settledAs(
  { hash, means }: Telling,
  table: MemoryTable,
  byHash: ReadonlyMap<string, Telling>,
): Settled {
  const held = table.held.get(hash)?.state;
  if (means.kind !== 'payment') return { is: held ?? 'nowhere', expected: means.kind };
  const { obligationId, facts } = means;
  const obligation = table.obligations.get(obligationId);
  if (!obligation) return { is: held ?? 'nowhere', expected: 'unmatched' };
  if (!isTracked(obligation)) return { is: held ?? 'nowhere', expected: 'quarantined' };
  const entry = table.entries.get(facts.paymentKey);
  const first = byHash.get(entry?.event?.hash ?? '')?.means;
  if (!entry || first?.kind !== 'payment') return { is: held ?? 'nowhere', expected: 'entered' };
  if (entry.amount !== -first.facts.amount) {
    return { is: `${entry.amount}`, expected: `${-first.facts.amount}` };
  }
  const contradicts =
    facts.amount !== first.facts.amount ||
    (facts.type === first.facts.type && facts.dataId !== first.facts.dataId);
  return { is: held ?? 'entered', expected: contradicts ? 'quarantined' : 'entered' };
}
