import { auditEntry, auditHeldEvent } from '#shared/ledger/audit/audit-entry.ts';
import { auditReferences } from '#shared/ledger/audit/audit-references.ts';
import { auditStatement } from '#shared/ledger/audit/audit-statement.ts';
import type { Breach } from '#shared/ledger/audit/breach.ts';
import { auditDecision, DecisionAudit } from '#shared/ledger/audit/decision-audit.ts';
import { auditReconciled, ReconciledAudit } from '#shared/ledger/audit/reconciled-audit.ts';
import { type ChainedEntry, toChainedLine } from '#shared/models/chain.ts';
import type { Doubt } from '#shared/models/doubt.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Reconciled } from '#shared/models/reconciled.ts';
import type { Undone } from '#shared/models/undone.ts';

/** A ledger at one moment, while nobody writes to it. Each part is gone through once. */
export type LedgerSnapshot = {
  readonly obligations: Iterable<Obligation>;
  readonly entries: Iterable<ChainedEntry>;
  readonly heldEvents: Iterable<HeldEvent>;
  /** Pairs of external reference and obligation id. */
  readonly references: Iterable<readonly [string, string]>;
  readonly undone?: Iterable<Undone>;
  readonly reconciled?: Iterable<Reconciled>;
  /** What stands where payments are to have no entry, or in doubt. */
  readonly doubts?: Iterable<Doubt>;
};

/** More than the different items of all crash plays. */
const REMEMBERED_MAX = 10_000;

const entryAudit = remembered(auditEntry);
const heldEventAudit = remembered(auditHeldEvent);

/** Every breach of promises 1 and 5 in a ledger that is at hand as a whole. */
export function auditSnapshot(snapshot: LedgerSnapshot): readonly Breach[] {
  const obligations = new Map([...snapshot.obligations].map((one) => [one.id, one]));
  // The values of a map can be gone through only once.
  const allEntries = [...snapshot.entries];
  const allUndone = [...(snapshot.undone ?? [])];
  const entries = Map.groupBy(allEntries, ({ obligationId }) => obligationId);
  const references = Map.groupBy(snapshot.references, ([, obligationId]) => obligationId);
  const undone = Map.groupBy(allUndone, ({ obligationId }) => obligationId);
  const ids = new Set(
    [obligations, entries, references, undone].flatMap((each) => [...each.keys()]),
  );
  const heldEvents = [...snapshot.heldEvents];
  const decisions = new DecisionAudit();
  for (const entry of allEntries) decisions.addEntry(entry);
  for (const event of heldEvents) decisions.addHeldEvent(event);
  for (const doubt of snapshot.doubts ?? []) decisions.addSettled(doubt);
  const rows = new ReconciledAudit();
  for (const entry of allEntries) rows.addEntry(entry);
  for (const each of allUndone) rows.addUndone(each);
  for (const each of snapshot.reconciled ?? []) rows.addReconciled(each);
  return [
    ...allEntries.flatMap(entryAudit),
    ...heldEvents.flatMap(heldEventAudit),
    ...decisions.unseen().map(auditDecision),
    ...rows.unpaired().map(auditReconciled),
    ...[...ids].flatMap((id) => [
      ...auditStatement(
        id,
        obligations.get(id),
        (entries.get(id) ?? []).map(toChainedLine),
        undone.get(id) ?? [],
      ),
      ...auditReferences(
        id,
        obligations.get(id),
        (references.get(id) ?? []).map(([reference]) => reference),
      ),
    ]),
  ];
}

/** What is wrong with an item depends on what it says alone, and thousands of plays write the same few. */
function remembered<T>(audit: (item: T) => readonly Breach[]): (item: T) => readonly Breach[] {
  const found = new Map<string, readonly Breach[]>();
  return (item) => {
    const says = JSON.stringify(item, bytesAsText);
    const breaches = found.get(says) ?? audit(item);
    if (found.size < REMEMBERED_MAX) found.set(says, breaches);
    return breaches;
  };
}

/** A buffer comes as `value` in a longer form. */
function bytesAsText(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const member = this[key];
  return member instanceof Uint8Array ? Buffer.from(member).toString('latin1') : value;
}
