import type { Redaction } from '#shared/models/redaction.ts';

/** An obligation that is to be read as a whole: its ledger does not add up, or has entries that adjust or undo
 * others, or its reference does not find it, as far as it was seen. */
export type Suspect = {
  readonly obligationId: string;
  /** External references that lead to it, and were not seen to be its own. */
  readonly references: readonly string[];
  /** Redactions for its person whose record was not seen. */
  readonly redactions: readonly Redaction[];
};
