import { httpFunction } from '#shared/lambda/functions.ts';
import { momentCommandDeps } from '#shared/lambda/moment-command-deps.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { PresentBalanceEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const deps = momentCommandDeps(readEnv(PresentBalanceEnv, process.env), telemetry);

export const handler = httpFunction(createHandler(deps), telemetry);
