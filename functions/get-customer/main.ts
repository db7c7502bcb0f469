import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { GetCustomerEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(GetCustomerEnv, process.env);

export const handler = httpFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(createDocumentClient(telemetry.capture), env.TABLE_NAME),
    ebpLinkTemplate: env.EBP_LINK_TEMPLATE,
  }),
  telemetry,
);
