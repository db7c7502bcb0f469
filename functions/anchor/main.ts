import { createLedgerHeads } from '#shared/aws/dynamodb-ledger-heads.ts';
import { createAnchors } from '#shared/aws/s3-anchors.ts';
import { lambdaFunction } from '#shared/lambda/functions.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { AnchorEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(AnchorEnv, process.env);
const deps = {
  anchors: createAnchors(telemetry.capture, env.ANCHORS_BUCKET),
  heads: createLedgerHeads(telemetry.capture, env.TABLE_NAME),
  clock: systemClock,
  ...telemetry,
};

export const handler = lambdaFunction(createHandler(deps), telemetry);
