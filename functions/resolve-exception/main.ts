import { httpFunction } from '#shared/lambda/functions.ts';
import { momentCommandDeps } from '#shared/lambda/moment-command-deps.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { ResolveExceptionEnv } from './env.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();
const env = readEnv(ResolveExceptionEnv, process.env);
const deps = {
  ...momentCommandDeps(env, telemetry),
  tellings: env.TELLINGS,
  momentLowers: env.MOMENT_LOWERS,
};

export const handler = httpFunction(createHandler(deps), telemetry);
