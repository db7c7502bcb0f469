import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbExceptions } from '#shared/aws/dynamodb-exceptions.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbOwnedObligations } from '#shared/aws/dynamodb-owned-obligations.ts';
import { DynamoDbPresentedRequests } from '#shared/aws/dynamodb-presented-requests.ts';
import { createReports, IN_PASSING } from '#shared/aws/s3-reports.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock as clock } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { SnapshotBalances } from '#shared/use-cases/reports/snapshot-balances.ts';
import { ListExceptionsEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ListExceptionsEnv, process.env);
const documents = createDocumentClient(telemetry.capture);
const { snapshots } = createReports(telemetry.capture, env.REPORTS_BUCKET, env.ZONE, IN_PASSING);

export const handler = httpFunction(
  createHandler({
    exceptions: new DynamoDbExceptions(documents, env.TABLE_NAME),
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    owned: new DynamoDbOwnedObligations(documents, env.TABLE_NAME),
    presented: new DynamoDbPresentedRequests(documents, env.TABLE_NAME),
    balances: new SnapshotBalances({ snapshots, clock, logger: telemetry.logger }),
    clock,
  }),
  telemetry,
);
