import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Cancellation, readCancellations } from './cancellation.ts';
import type { TransactItems } from './ledger-writes.ts';

/** Writes all or nothing. Why nothing was written, item by item in their order; undefined if all was. */
export async function transact(
  client: DynamoDBDocumentClient,
  items: TransactItems,
): Promise<readonly Cancellation[] | undefined> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: items }));
    return undefined;
  } catch (error) {
    const cancellations = readCancellations(error);
    if (!cancellations) throw error;
    return cancellations;
  }
}
