import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbPresentedRequests } from '#shared/aws/dynamodb-presented-requests.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ListPaymentRequestsEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ListPaymentRequestsEnv, process.env);
const documents = createDocumentClient(telemetry.capture);

export const handler = httpFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    presented: new DynamoDbPresentedRequests(documents, env.TABLE_NAME),
    clock: systemClock,
  }),
  telemetry,
);
