import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbLedgerStore } from '#shared/aws/dynamodb-ledger-store.ts';
import { DynamoDbStatements } from '#shared/aws/dynamodb-statements.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ListEntriesEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ListEntriesEnv, process.env);
const documents = createDocumentClient(telemetry.capture);

export const handler = httpFunction(
  createHandler({
    ledger: new DynamoDbLedgerStore(documents, env.TABLE_NAME),
    statements: new DynamoDbStatements(documents, env.TABLE_NAME),
  }),
  telemetry,
);
