import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerRows } from '#shared/aws/dynamodb-ledger-rows.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ReadStatementEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ReadStatementEnv, process.env);
const documents = createDocumentClient(telemetry.capture);

export const handler = httpFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    rows: new DynamoDbLedgerRows(documents, env.TABLE_NAME),
    clock: systemClock,
    zone: env.ZONE,
  }),
  telemetry,
);
