import type { SavedRawEvents } from './audit-redaction.ts';
import type { Breach } from './breach.ts';
import type { SavedDecisions } from './decision-audit.ts';
import type { SavedSums } from './ledger-sums.ts';
import type { SavedReconciled } from './reconciled-audit.ts';
import type { SeenReferences } from './reference-pairs.ts';
import type { Waiting } from './waiting-tally.ts';

/** All that an audit keeps, as plain JSON values. */
export type SavedAudit = {
  readonly obligations: readonly string[];
  readonly sums: SavedSums;
  readonly references: readonly (readonly [string, SeenReferences])[];
  readonly adjusted: readonly string[];
  readonly waiting: readonly Waiting[];
  readonly balances: readonly (readonly [string, string])[];
  readonly breaches: readonly Breach[];
  readonly breachCount: number;
  readonly entries: number;
  readonly heldEvents: number;
  readonly rawEvents: SavedRawEvents;
  readonly decisions: SavedDecisions;
  readonly reconciled: SavedReconciled;
};
