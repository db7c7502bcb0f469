import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { createSecretsManagerClient } from '#shared/aws/secrets-manager-client.ts';
import { SecretsManagerSigningKeys } from '#shared/aws/secrets-manager-signing-keys.ts';
import { createSqsClient } from '#shared/aws/sqs-client.ts';
import { SqsDeadLetters } from '#shared/aws/sqs-dead-letters.ts';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ReconcileEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ReconcileEnv, process.env);
const secrets = new SecretsProvider({
  awsSdkV3Client: createSecretsManagerClient(telemetry.capture),
});

export const handler = lambdaFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(createDocumentClient(telemetry.capture), env.TABLE_NAME),
    keys: new SecretsManagerSigningKeys(
      secrets,
      env.SIGNING_KEYS_SECRET,
      'retired_too',
      systemClock,
      telemetry,
    ),
    deadLetters: new SqsDeadLetters(createSqsClient(telemetry.capture), env.DEAD_LETTERS_URL),
    tellings: env.TELLINGS,
    momentLowers: env.MOMENT_LOWERS,
    clock: systemClock,
    randomness: systemRandomness,
    ...telemetry,
  }),
  telemetry,
);
