import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbChanges } from '#shared/aws/dynamodb-changes.ts';
import { DynamoDbIntentStore } from '#shared/aws/dynamodb-intent-store.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ChangeBalanceEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ChangeBalanceEnv, process.env);
const documents = createDocumentClient(telemetry.capture);

export const handler = httpFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    changes: new DynamoDbChanges(documents, env.TABLE_NAME),
    intents: new DynamoDbIntentStore(documents, env.TABLE_NAME),
    clock: systemClock,
    randomness: systemRandomness,
    logger: telemetry.logger,
  }),
  telemetry,
);
