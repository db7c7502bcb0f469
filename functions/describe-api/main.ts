import document from '#docs/openapi.json' with { type: 'json' };
import { httpFunction } from '#shared/lambda/functions.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { createHandler } from './handler.ts';

const telemetry = createTelemetry();

export const handler = httpFunction(
  createHandler({ document, logger: telemetry.logger }),
  telemetry,
);
