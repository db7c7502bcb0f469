import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Wraps a client so that its calls show in traces. */
export type Capture = <T>(client: T) => T;

// Far below the functions' timeouts: a connection that died costs a retry, not the invocation.
const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 3_000,
  throwOnRequestTimeout: true,
};

export function createDocumentClient(capture: Capture): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(capture(new DynamoDBClient({ requestHandler })), {
    // The second, since metadata may have a key `constructor`, which makes it look like an instance.
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
}

export function createSqsClient(capture: Capture): SQSClient {
  return capture(new SQSClient({ requestHandler, maxAttempts: 2 }));
}

export function createSecretsManagerClient(capture: Capture): SecretsManagerClient {
  return capture(new SecretsManagerClient({ requestHandler }));
}
