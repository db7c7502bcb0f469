import type { StatementLine } from '#shared/models/entry.ts';
import type { ShownLine } from '#shared/models/shown-line.ts';

export type LinesPage<L> = { readonly lines: readonly L[]; readonly hasMore: boolean };
export type StatementPage = LinesPage<ShownLine>;
export type PageAsked = { readonly limit: number; readonly before?: number | undefined };

export interface Statements {
  /** Newest first; may lag behind by moments. How much of an entry is undone is what is true now. */
  listStatement(obligationId: string, page: PageAsked): Promise<StatementPage>;
  /** The entries that a row of Moment's reports is, a payment and a refund at most: as they are now. */
  listReconciled(reconciliationId: string): Promise<readonly ShownLine[]>;
  /** The same lines, with what the index alone has of them: no more than when and by how much the balance moved, and why. */
  listLines(obligationId: string, page: PageAsked): Promise<LinesPage<StatementLine>>;
}

/** The entries of a ledger by their numbers: what each says itself, which nothing changes any more. */
export interface LedgerRows {
  /** In the order of their numbers. May lag behind by moments: one that is not shown yet is missing. */
  readRows(
    obligationId: string,
    range: { readonly first: number; readonly last: number },
  ): Promise<readonly StatementLine[]>;
  /** The same with what commands say of themselves, as it is now. */
  readSaid(lines: readonly StatementLine[]): Promise<readonly ShownLine[]>;
}
