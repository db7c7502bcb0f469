import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tellOfBusyTable } from './busy-table.ts';
import { type Capture, requestHandler } from './client-options.ts';

/** How items become attributes, and back. */
export const TRANSLATION = {
  // The second, since metadata may have a key `constructor`, which makes it look like an instance.
  marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
};

export function createDocumentClient(capture: Capture): DynamoDBDocumentClient {
  return documentsOver(capture(tellOfBusyTable(new DynamoDBClient({ requestHandler }))));
}

export function documentsOver(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, TRANSLATION);
}
