import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbKindHeads } from '#shared/aws/dynamodb-kind-heads.ts';
import { DynamoDbLedgerRows } from '#shared/aws/dynamodb-ledger-rows.ts';
import { DynamoDbRecordedEntries } from '#shared/aws/dynamodb-recorded-entries.ts';
import { createReports } from '#shared/aws/s3-reports.ts';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ReportEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ReportEnv, process.env);
const documents = createDocumentClient(telemetry.capture);
const deps = {
  ...createReports(telemetry.capture, env.REPORTS_BUCKET, env.ZONE),
  heads: new DynamoDbKindHeads(documents, env.TABLE_NAME),
  rows: new DynamoDbLedgerRows(documents, env.TABLE_NAME),
  recorded: new DynamoDbRecordedEntries(documents, env.TABLE_NAME),
  zone: env.ZONE,
  clock: systemClock,
  ...telemetry,
};

export const handler = lambdaFunction(createHandler(deps), telemetry);
