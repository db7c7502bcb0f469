import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbStatements } from '#shared/aws/dynamodb-statements.ts';
import { DynamoDbUntoldObligations } from '#shared/aws/dynamodb-untold-obligations.ts';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { momentCommandDeps } from '#shared/lambda/moment-command-deps.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { PushEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(PushEnv, process.env);
const documents = createDocumentClient(telemetry.capture);
const deps = {
  ...momentCommandDeps(env, telemetry),
  untold: new DynamoDbUntoldObligations(documents, env.TABLE_NAME),
  statements: new DynamoDbStatements(documents, env.TABLE_NAME),
  momentLowers: env.MOMENT_LOWERS,
};

export const handler = lambdaFunction(createHandler(deps), telemetry);
