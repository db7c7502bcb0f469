import { join } from 'node:path';
import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';
import type { AccessControl } from './access-control.ts';
import type { BucketNotifications } from './bucket-notifications.ts';
import type { LocalStackOptions } from './local-stack.ts';
import type { Pipes } from './pipes.ts';
import { startSqsServer } from './sqs-server.ts';

export type OnClose = (stop: () => Promise<void> | void) => void;
type StoreOptions = Pick<LocalStackOptions, 'directory' | 'dynamodbPort' | 'sqsPort' | 'onCreated'>;
type Watchers = {
  readonly access: AccessControl;
  readonly pipes: Pipes;
  readonly notifications: BucketNotifications;
};

/** DynamoDB, SQS and S3, and who watches what is done to them. */
export async function startStores(
  { directory, dynamodbPort, sqsPort, onCreated = () => {} }: StoreOptions,
  { access, pipes, notifications }: Watchers,
  onClose: OnClose,
) {
  const keepIn = (name: string) => (directory === undefined ? undefined : join(directory, name));
  const dynamodb = await startEmbeddedDynamoDb({
    directory: keepIn('dynamodb'),
    port: dynamodbPort,
    authorise: access.ofDynamoDb,
    onWritten: pipes.written,
  });
  onClose(dynamodb.close);
  const sqs = await startSqsServer({
    directory: keepIn('sqs'),
    bucketsDirectory: keepIn('s3'),
    port: sqsPort,
    authorise: access.of,
    onCreated: (object) => {
      notifications.created(object);
      onCreated(object);
    },
  });
  onClose(sqs.close);
  return { dynamodb, sqs };
}
