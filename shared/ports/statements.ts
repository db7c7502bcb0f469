import type { StatementLine } from '#shared/models/entry.ts';
import type { ShownLine } from '#shared/models/shown-line.ts';

export type LinesPage<L> = { readonly lines: readonly L[]; readonly hasMore: boolean };
export type StatementPage = LinesPage<ShownLine>;
export type PageAsked = { readonly limit: number; readonly before?: number | undefined };

export interface Statements {
  /** Newest first; may lag behind by moments. How much of an entry is undone is what is true now. */
  listStatement(obligationId: string, page: PageAsked): Promise<StatementPage>;
  /** The same lines, with what the index alone has of them: no more than when and by how much the balance moved, and why. */
  listLines(obligationId: string, page: PageAsked): Promise<LinesPage<StatementLine>>;
}
