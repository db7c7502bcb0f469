import { hashBytes } from './bytes.ts';

export type StatementOrder = 'recorded' | 'effective';

/** What makes two statements one. */
export type StatementAsked = {
  readonly obligationId: string;
  /** ISO 8601 in UTC; undefined: from the beginning. */
  readonly from: string | undefined;
  /** The same; undefined: up to now. */
  readonly to: string | undefined;
  readonly zone: string;
  readonly by: StatementOrder;
};

export function statementId({ obligationId, from, to, zone, by }: StatementAsked): string {
  return `stmt_${hashBytes(JSON.stringify([obligationId, from, to, zone, by]))}`;
}
