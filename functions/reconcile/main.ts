import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ReconcileEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ReconcileEnv, process.env);

export const handler = lambdaFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(createDocumentClient(telemetry.capture), env.TABLE_NAME),
    tellings: env.TELLINGS,
    clock: systemClock,
    randomness: systemRandomness,
    ...telemetry,
  }),
  telemetry,
);
