import type { StatementLine } from '#shared/models/entry.ts';

export type StatementPage = { readonly lines: readonly StatementLine[]; readonly hasMore: boolean };

export interface Statements {
  /** Newest first; may lag behind by moments. */
  listStatement(
    obligationId: string,
    page: { limit: number; before?: number | undefined },
  ): Promise<StatementPage>;
}
