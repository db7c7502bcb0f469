import { lambdaFunction } from '#shared/lambda/functions.ts';
import { momentCommandDeps } from '#shared/lambda/moment-command-deps.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { SweepEnv } from './env.ts';
import { createSweepHandler } from './handler.ts';

const telemetry = createTelemetry();
const deps = momentCommandDeps(readEnv(SweepEnv, process.env), telemetry);

export const handler = lambdaFunction(createSweepHandler(deps), telemetry);
