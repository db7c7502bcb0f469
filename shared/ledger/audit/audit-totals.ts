export type AuditTotals = {
  readonly obligations: number;
  readonly entries: number;
  /** Raw events that were hashed anew. */
  readonly events: number;
  readonly heldEvents: number;
  /** Raw events whose bytes are gone, with their person's erasure. */
  readonly redacted: number;
  readonly erasures: number;
  /** Checked against the keys; undefined where they were not given. */
  readonly signatures: number | undefined;
  /** Minor units, by currency. */
  readonly balances: Readonly<Record<string, bigint>>;
};
