import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerRows } from '#shared/aws/dynamodb-ledger-rows.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbOwnedObligations } from '#shared/aws/dynamodb-owned-obligations.ts';
import { DynamoDbRecordedEntries } from '#shared/aws/dynamodb-recorded-entries.ts';
import { DynamoDbWaitingAmounts } from '#shared/aws/dynamodb-waiting-amounts.ts';
import { createReports } from '#shared/aws/s3-reports.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ReadReportsEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ReadReportsEnv, process.env);
const documents = createDocumentClient(telemetry.capture);

export const handler = httpFunction(
  createHandler({
    ...createReports(telemetry.capture, env.REPORTS_BUCKET, env.ZONE),
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    owned: new DynamoDbOwnedObligations(documents, env.TABLE_NAME),
    rows: new DynamoDbLedgerRows(documents, env.TABLE_NAME),
    recorded: new DynamoDbRecordedEntries(documents, env.TABLE_NAME),
    amounts: new DynamoDbWaitingAmounts(documents, env.TABLE_NAME),
    zone: env.ZONE,
    clock: systemClock,
  }),
  telemetry,
);
