import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ListEntriesEnv } from './env.ts';
import { createListEntriesHandler } from './handler.ts';

const env = readEnv(ListEntriesEnv, process.env);
const telemetry = createTelemetry();

export const handler = httpFunction(
  createListEntriesHandler({
    ledger: new DynamoDbLedgerStore(createDocumentClient(telemetry.capture), env.TABLE_NAME),
  }),
  telemetry,
);
