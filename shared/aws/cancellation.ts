import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from './ledger-items.ts';

/** Why one item of a transaction was not written. */
export type Cancellation =
  | { readonly kind: 'none' }
  | { readonly kind: 'condition'; readonly item: Item | undefined }
  | { readonly kind: 'conflict' };

/**
 * The reasons why a transaction was cancelled, one per item in their order; undefined if the failure is
 * another one, or if any reason is one that only time can mend (throttling) or nothing can.
 *
 * Source: Amazon DynamoDB API Reference, TransactWriteItems, CancellationReasons.
 */
export function readCancellations(error: unknown): readonly Cancellation[] | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const cancellations = (error.CancellationReasons ?? []).map(
    ({ Code, Item }): Cancellation | undefined => {
      switch (Code) {
        case 'None':
          return { kind: 'none' };
        case 'ConditionalCheckFailed':
          return { kind: 'condition', item: Item && unmarshall(Item) };
        case 'TransactionConflict':
          return { kind: 'conflict' };
      }
      return undefined;
    },
  );
  const understood = cancellations.filter((cancellation) => cancellation !== undefined);
  return understood.length === cancellations.length ? understood : undefined;
}
