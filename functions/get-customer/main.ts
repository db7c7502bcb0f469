import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbListedObligations } from '#shared/aws/dynamodb-listed-obligations.ts';
import { DynamoDbOwnedObligations } from '#shared/aws/dynamodb-owned-obligations.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { GetCustomerEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(GetCustomerEnv, process.env);
const documents = createDocumentClient(telemetry.capture);

export const handler = httpFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    owned: new DynamoDbOwnedObligations(documents, env.TABLE_NAME),
    listed: new DynamoDbListedObligations(documents, env.TABLE_NAME),
    ebpLinkTemplate: env.EBP_LINK_TEMPLATE,
  }),
  telemetry,
);
