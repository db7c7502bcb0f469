import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { Capture } from '#shared/aws/client-options.ts';
// By its whole name, for which the bundler puts no-tracing.ts where a stage has no traces.
import { createTracing, type Tracing } from '#shared/lambda/tracing.ts';
import type { Logger } from '#shared/ports/world.ts';
import { InvocationMetrics } from './invocation-metrics.ts';
import { LineFormatter } from './log-formatter.ts';
import { nameSourcesInStackTraces } from './source-maps.ts';
import { visibleMember } from './visible-member.ts';

export type Telemetry = {
  readonly logger: Logger;
  readonly metrics: InvocationMetrics;
  readonly capture: Capture;
  readonly tracing: Tracing;
  readonly powertools: PowertoolsLogger;
};

/** Powertools, set up by the POWERTOOLS_* variables that the stack gives each function. */
export function createTelemetry(tracing = createTracing()): Telemetry {
  nameSourcesInStackTraces();
  const logger = new PowertoolsLogger({
    logFormatter: new LineFormatter(tracing),
    jsonReplacerFn: visibleMember,
  });
  return {
    powertools: logger,
    tracing,
    capture: tracing.capture,
    logger: {
      info: (message, members = {}) => logger.info(message, members),
      warn: (message, members = {}) => logger.warn(message, members),
      error: (message, members = {}) => logger.error(message, members),
    },
    metrics: new InvocationMetrics(),
  };
}
