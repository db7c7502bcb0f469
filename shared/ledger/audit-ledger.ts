import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { auditReferences } from './audit-references.ts';
import { auditStatement } from './audit-statement.ts';
import type { Breach } from './breach.ts';
import { LedgerAudit } from './ledger-audit.ts';

/** A ledger at one moment, while nobody writes to it. */
export type LedgerSnapshot = {
  readonly obligations: Iterable<Obligation>;
  readonly entries: Iterable<Entry>;
  readonly heldEvents: Iterable<HeldEvent>;
  /** Pairs of external reference and obligation id. */
  readonly references: Iterable<readonly [string, string]>;
};

/** Every breach of promises 1 and 5 in a ledger that is at hand as a whole. */
export function auditLedger(snapshot: LedgerSnapshot): readonly Breach[] {
  const audit = new LedgerAudit();
  for (const obligation of snapshot.obligations) audit.addObligation(obligation);
  for (const entry of snapshot.entries) audit.addEntry(entry);
  for (const event of snapshot.heldEvents) audit.addHeldEvent(event);
  for (const [reference, obligationId] of snapshot.references) {
    audit.addReference(reference, obligationId);
  }
  const suspects = audit.suspects();
  if (suspects.length === 0) return audit.breaches;
  const obligations = new Map([...snapshot.obligations].map((one) => [one.id, one]));
  const entries = Map.groupBy(snapshot.entries, ({ obligationId }) => obligationId);
  const references = Map.groupBy(snapshot.references, ([, obligationId]) => obligationId);
  return [
    ...audit.breaches,
    ...suspects.flatMap(({ obligationId: id }) => [
      ...auditStatement(id, obligations.get(id), entries.get(id) ?? []),
      ...auditReferences(
        id,
        obligations.get(id),
        (references.get(id) ?? []).map(([reference]) => reference),
      ),
    ]),
  ];
}
