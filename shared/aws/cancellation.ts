import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Why one item of a transaction was not written. */
export type Cancellation = 'none' | 'condition' | 'conflict';

const KNOWN: ReadonlyMap<string, Cancellation> = new Map([
  ['None', 'none'],
  ['ConditionalCheckFailed', 'condition'],
  ['TransactionConflict', 'conflict'],
]);

/**
 * The reasons why a transaction was cancelled, one per item in their order; undefined if the failure is
 * another one, or if any reason is one that only time can mend (throttling) or nothing can.
 *
 * Source: Amazon DynamoDB API Reference, TransactWriteItems, CancellationReasons.
 */
export function readCancellations(error: unknown): readonly Cancellation[] | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const cancellations = (error.CancellationReasons ?? []).map(({ Code }) =>
    KNOWN.get(String(Code)),
  );
  const understood = cancellations.filter((cancellation) => cancellation !== undefined);
  return understood.length === cancellations.length ? understood : undefined;
}
