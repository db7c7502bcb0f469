import { SQSClient } from '@aws-sdk/client-sqs';
import { type Capture, requestHandler } from './client-options.ts';

export function createSqsClient(capture: Capture): SQSClient {
  return capture(new SQSClient({ requestHandler, maxAttempts: 2 }));
}
