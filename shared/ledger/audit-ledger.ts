import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { auditReferences } from './audit-references.ts';
import { auditStatement } from './audit-statement.ts';
import type { Breach } from './breach.ts';
import { LedgerAudit } from './ledger-audit.ts';

/** A ledger at one moment, while nobody writes to it. Each part is gone through once. */
export type LedgerSnapshot = {
  readonly obligations: Iterable<Obligation>;
  readonly entries: Iterable<Entry>;
  readonly heldEvents: Iterable<HeldEvent>;
  /** Pairs of external reference and obligation id. */
  readonly references: Iterable<readonly [string, string]>;
};

/** Every breach of promises 1 and 5 in a ledger that is at hand as a whole. */
export function auditLedger(snapshot: LedgerSnapshot): readonly Breach[] {
  // The values of a map can be gone through only once, and suspects are looked at again.
  const obligations = [...snapshot.obligations];
  const entries = [...snapshot.entries];
  const references = [...snapshot.references];
  const audit = new LedgerAudit();
  for (const obligation of obligations) audit.addObligation(obligation);
  for (const entry of entries) audit.addEntry(entry);
  for (const event of snapshot.heldEvents) audit.addHeldEvent(event);
  for (const pair of references) audit.addReference(...pair);

  const suspects = audit.suspects();
  if (suspects.length === 0) return audit.breaches;
  const byId = new Map(obligations.map((obligation) => [obligation.id, obligation]));
  const entriesOf = Map.groupBy(entries, ({ obligationId }) => obligationId);
  const referencesTo = Map.groupBy(references, ([, obligationId]) => obligationId);
  return [
    ...audit.breaches,
    ...suspects.flatMap(({ obligationId: id }) => {
      const leading = referencesTo.get(id) ?? [];
      return [
        ...auditStatement(id, byId.get(id), entriesOf.get(id) ?? []),
        ...auditReferences(
          id,
          byId.get(id),
          leading.map(([reference]) => reference),
        ),
      ];
    }),
  ];
}
