import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Capture } from '#shared/aws/client-options.ts';
import type { Logger } from '#shared/ports/world.ts';
import { InvocationMetrics } from './invocation-metrics.ts';
import { LineFormatter } from './log-formatter.ts';
import { nameSourcesInStackTraces } from './source-maps.ts';

export type Telemetry = {
  readonly logger: Logger;
  readonly metrics: InvocationMetrics;
  /** Wraps an AWS client so that its calls show in traces. */
  readonly capture: Capture;
  readonly powertools: { readonly logger: PowertoolsLogger; readonly tracer: Tracer };
};

/** Powertools, set up by the POWERTOOLS_* variables that the stack gives each function. */
export function createTelemetry(): Telemetry {
  nameSourcesInStackTraces();
  const logger = new PowertoolsLogger({ logFormatter: new LineFormatter() });
  const tracer = new Tracer();
  return {
    powertools: { logger, tracer },
    capture: (client) => tracer.captureAWSv3Client(client),
    logger: {
      info: (message, members = {}) => logger.info(message, members),
      warn: (message, members = {}) => logger.warn(message, members),
      error: (message, members = {}) => logger.error(message, members),
    },
    metrics: new InvocationMetrics(),
  };
}
