import type { Obligation } from '#shared/models/obligation.ts';
import type { Breach } from './breach.ts';

/** Each obligation is found by its own external reference, and by no other. */
export function auditReferences(
  obligationId: string,
  obligation: Obligation | undefined,
  references: readonly string[],
): readonly Breach[] {
  const own = obligation?.externalReference;
  const wrong = references
    .filter((reference) => reference !== own)
    .map((reference): Breach => {
      const truth = own === undefined ? 'does not exist' : `has the reference ${own}`;
      const message = `the reference ${reference} leads to it, but it ${truth}`;
      return { kind: 'reference_wrong', obligationId, message, entries: [] };
    });
  if (own === undefined || references.includes(own)) return wrong;
  const message = `its reference ${own} does not lead to it: it cannot be found by it, and another could take it`;
  return [...wrong, { kind: 'reference_missing', obligationId, message, entries: [] }];
}
