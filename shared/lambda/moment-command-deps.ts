import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbIntentStore } from '#shared/aws/dynamodb-intent-store.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbPresentedRequests } from '#shared/aws/dynamodb-presented-requests.ts';
import { DynamoDbResolutions } from '#shared/aws/dynamodb-resolutions.ts';
import { DynamoDbWaitingEvents } from '#shared/aws/dynamodb-waiting-events.ts';
import { SecretsManagerApiKey } from '#shared/aws/secrets-manager-api-key.ts';
import { createSecretsManagerClient } from '#shared/aws/secrets-manager-client.ts';
import { HttpMomentApi } from '#shared/moment/api/http-moment-api.ts';
import { MomentTransport } from '#shared/moment/api/moment-transport.ts';
import { systemClock as clock, systemRandomness as randomness } from './system.ts';
import type { Telemetry } from './telemetry.ts';

export type MomentCommandEnv = {
  readonly TABLE_NAME: string;
  readonly MOMENT_API_URL: string;
  readonly MOMENT_API_KEY_SECRET: string;
};

/** The real parts of a function that calls Moment and writes to the ledger. */
export function momentCommandDeps(env: MomentCommandEnv, telemetry: Telemetry) {
  const documents = createDocumentClient(telemetry.capture);
  const secrets = new SecretsProvider({
    awsSdkV3Client: createSecretsManagerClient(telemetry.capture),
  });
  const apiKey = new SecretsManagerApiKey(secrets, env.MOMENT_API_KEY_SECRET);
  return {
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    resolutions: new DynamoDbResolutions(documents, env.TABLE_NAME),
    waiting: new DynamoDbWaitingEvents(documents, env.TABLE_NAME),
    presented: new DynamoDbPresentedRequests(documents, env.TABLE_NAME),
    intents: new DynamoDbIntentStore(documents, env.TABLE_NAME),
    moment: new HttpMomentApi(
      new MomentTransport({ baseUrl: env.MOMENT_API_URL, apiKey, clock, randomness }),
    ),
    clock,
    randomness,
    ...telemetry,
  };
}
