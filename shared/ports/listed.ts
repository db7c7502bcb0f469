import type { WholeObligation } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';

export type ListAsked = {
  /** Of the reference; may be empty. */
  readonly prefix: string;
  /** The reference, which begins with the prefix, of the last one that was shown. */
  readonly after?: string | undefined;
  readonly limit: number;
};

/** Obligations of one kind in the order of the bytes of their references; a new one may be missing for a moment. */
export interface ListedObligations {
  listObligations(
    kind: ObligationKind,
    asked: ListAsked,
  ): Promise<{ readonly listed: readonly WholeObligation[]; readonly hasMore: boolean }>;
}
