import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type ReaderConnection =
  | { readonly region?: string; readonly profile?: string }
  /** A DynamoDB on this machine. */
  | {
      readonly endpoint: string;
      readonly region: string;
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    };

/** For whoever reads a whole table: it waits for capacity, minutes if need be, rather than fail. */
export function createReaderClient(connection: ReaderConnection): DynamoDBClient {
  return new DynamoDBClient({
    ...connection,
    retryMode: 'adaptive',
    maxAttempts: 12,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
  });
}
