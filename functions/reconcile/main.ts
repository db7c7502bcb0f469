import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock, systemRandomness } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ReconcileEnv } from './env.ts';
import { createReconcileHandler } from './handler.ts';

const env = readEnv(ReconcileEnv, process.env);
const telemetry = createTelemetry();

export const handler = lambdaFunction(
  createReconcileHandler({
    ledger: new DynamoDbLedgerStore(createDocumentClient(telemetry.capture), env.TABLE_NAME),
    clock: systemClock,
    randomness: systemRandomness,
    ...telemetry,
  }),
  telemetry,
);
