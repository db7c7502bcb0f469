import { auditEntry, auditHeldEvent } from '#shared/ledger/audit/audit-entry.ts';
import { auditReferences } from '#shared/ledger/audit/audit-references.ts';
import { auditStatement } from '#shared/ledger/audit/audit-statement.ts';
import type { Breach } from '#shared/ledger/audit/breach.ts';
import type { Entry } from '#shared/models/entry.ts';
import type { HeldEvent } from '#shared/models/held-event.ts';
import type { Obligation } from '#shared/models/obligation.ts';

/** A ledger at one moment, while nobody writes to it. Each part is gone through once. */
export type LedgerSnapshot = {
  readonly obligations: Iterable<Obligation>;
  readonly entries: Iterable<Entry>;
  readonly heldEvents: Iterable<HeldEvent>;
  /** Pairs of external reference and obligation id. */
  readonly references: Iterable<readonly [string, string]>;
};

/** Every breach of promises 1 and 5 in a ledger that is at hand as a whole. */
export function auditSnapshot(snapshot: LedgerSnapshot): readonly Breach[] {
  const obligations = new Map([...snapshot.obligations].map((one) => [one.id, one]));
  // The values of a map can be gone through only once.
  const allEntries = [...snapshot.entries];
  const entries = Map.groupBy(allEntries, ({ obligationId }) => obligationId);
  const references = Map.groupBy(snapshot.references, ([, obligationId]) => obligationId);
  const ids = new Set([...obligations.keys(), ...entries.keys(), ...references.keys()]);
  return [
    ...allEntries.flatMap(auditEntry),
    ...[...snapshot.heldEvents].flatMap(auditHeldEvent),
    ...[...ids].flatMap((id) => [
      ...auditStatement(id, obligations.get(id), entries.get(id) ?? []),
      ...auditReferences(
        id,
        obligations.get(id),
        (references.get(id) ?? []).map(([reference]) => reference),
      ),
    ]),
  ];
}
