import { createDocumentClient } from '#shared/aws/document-client.ts';
import { DynamoDbChanges } from '#shared/aws/dynamodb-changes.ts';
import { createUploads } from '#shared/aws/s3-uploads.ts';
import { createSqsClient } from '#shared/aws/sqs-client.ts';
import { SqsUploadQueue } from '#shared/aws/sqs-upload-queue.ts';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { momentCommandDeps } from '#shared/lambda/moment-command-deps.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ImportEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ImportEnv, process.env);
const { capture } = telemetry;

export const handler = lambdaFunction(
  createHandler({
    ...momentCommandDeps(env, telemetry),
    changes: new DynamoDbChanges(createDocumentClient(capture), env.TABLE_NAME),
    files: createUploads(capture, env.UPLOADS_BUCKET),
    queue: new SqsUploadQueue(createSqsClient(capture), env.UPLOADS_QUEUE_URL),
    bucket: env.UPLOADS_BUCKET,
    layouts: JSON.parse(env.UPLOAD_LAYOUTS),
  }),
  telemetry,
);
