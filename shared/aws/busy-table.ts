import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '#shared/errors.ts';

/** Somebody else writes the same item at this moment. The SDK does not try that again by itself. */
const CONFLICT = 'TransactionConflictException';
/** What only time mends, once the SDK has tried again. */
const BUSY: ReadonlySet<string> = new Set([
  CONFLICT,
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
]);
/** Reasons of a cancelled transaction that are of the same kind; those that say why it was refused are read by whoever transacts. */
const BUSY_REASONS: ReadonlySet<string | undefined> = new Set([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * A table that is busy is told as `ledger.busy`, which passes: after the SDK's tries, of conflicts as well.
 *
 * Source: Amazon DynamoDB Developer Guide, Error handling.
 */
export function tellOfBusyTable(client: DynamoDBClient): DynamoDBClient {
  // Around all that the SDK does, its tries included.
  client.middlewareStack.add((next) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (!isBusy(error)) throw error;
      throw new ServiceError('ledger.busy', 'The table is busy; send the request again', {
        cause: error,
      });
    }
  });
  // Around each of its tries.
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        // The mark by which the SDK knows what to try again.
        if (error instanceof Error && error.name === CONFLICT) {
          Object.assign(error, { $retryable: {} });
        }
        throw error;
      }
    },
    { step: 'finalizeRequest' },
  );
  return client;
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { CancellationReasons } = error as {
    readonly CancellationReasons?: readonly { readonly Code?: string }[];
  };
  if (CancellationReasons) {
    return CancellationReasons.some(({ Code }) => BUSY_REASONS.has(Code));
  }
  return BUSY.has(error.name);
}
