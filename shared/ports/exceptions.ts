import type { StatementLine } from '#shared/models/entry.ts';
import type { ExceptionKind, ExceptionRow, KeptException } from '#shared/models/exception.ts';
import type { Obligation } from '#shared/models/obligation.ts';

/** What waits for a person, or may. */
export interface Exceptions {
  /** All of a kind, in no order, also what may settle by itself yet; may lag behind by moments. */
  listRows(kind: ExceptionKind): Promise<readonly ExceptionRow[]>;
  /** What is kept under these ids now, by the id; what is not there is left out. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, KeptException>>;
  /** The entries of a payment, one for each obligation. What is true now; what cannot be read is left out. */
  listEntered(paymentId: string): Promise<readonly StatementLine[]>;
  /** The heads of those that exist, in any order. What is true now; what cannot be read is left out. */
  findHeads(obligationIds: readonly string[]): Promise<readonly Obligation[]>;
}

/** Who owes what, as somebody wrote it down some time ago. */
export interface BalancesSnapshot {
  /** Ids of up to so many that owed this amount then, in any order. */
  findByTotal(currency: string, amount: number, limit: number): Promise<readonly string[]>;
}
