import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { createSecretsManagerClient } from '#shared/aws/secrets-manager-client.ts';
import { SecretsManagerSigningKeys } from '#shared/aws/secrets-manager-signing-keys.ts';
import { createSqsClient } from '#shared/aws/sqs-client.ts';
import { SqsDeliveryQueue } from '#shared/aws/sqs-delivery-queue.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { readSourceAddresses } from '#shared/lambda/source-addresses.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { WebhookEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(WebhookEnv, process.env);
const secrets = new SecretsProvider({
  awsSdkV3Client: createSecretsManagerClient(telemetry.capture),
});

export const handler = httpFunction(
  createHandler({
    keys: new SecretsManagerSigningKeys(
      secrets,
      env.SIGNING_KEYS_SECRET,
      'active',
      systemClock,
      telemetry,
    ),
    queue: new SqsDeliveryQueue(createSqsClient(telemetry.capture), env.QUEUE_URL),
    clock: systemClock,
    toleranceSeconds: env.TOLERANCE_SECONDS,
    sources: readSourceAddresses(env.WEBHOOK_SOURCES),
    ...telemetry,
  }),
  telemetry,
);
