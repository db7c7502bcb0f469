import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createPeerWebhook } from './handler.ts';

const tracer = new Tracer();

export const handler = createPeerWebhook({
  secrets: new SecretsProvider({
    awsSdkV3Client: tracer.captureAWSv3Client(new SecretsManagerClient({})),
  }),
  secretId: process.env['SIGNING_KEYS_SECRET'] ?? '',
  sqs: tracer.captureAWSv3Client(new SQSClient({})),
  queueUrl: process.env['QUEUE_URL'] ?? '',
  logger: new Logger(),
  metrics: new Metrics(),
  tracer,
});
