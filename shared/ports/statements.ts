import type { ShownLine } from '#shared/models/shown-line.ts';

export type StatementPage = { readonly lines: readonly ShownLine[]; readonly hasMore: boolean };

export interface Statements {
  /** Newest first; may lag behind by moments. How much of an entry is undone is what is true now. */
  listStatement(
    obligationId: string,
    page: { limit: number; before?: number | undefined },
  ): Promise<StatementPage>;
}
