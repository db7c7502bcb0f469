import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Capture } from '#shared/aws/client-options.ts';
import type { Logger, Metrics } from '#shared/ports.ts';
import { nameSourcesInStackTraces } from './source-maps.ts';

export type Telemetry = {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Wraps an AWS client so that its calls show in traces. */
  readonly capture: Capture;
  readonly powertools: { readonly logger: PowertoolsLogger; readonly tracer: Tracer };
};

/** Powertools, set up by the POWERTOOLS_* variables that the stack gives each function. */
export function createTelemetry(): Telemetry {
  nameSourcesInStackTraces();
  const logger = new PowertoolsLogger();
  const tracer = new Tracer();
  const metrics = new PowertoolsMetrics();
  return {
    powertools: { logger, tracer },
    capture: (client) => tracer.captureAWSv3Client(client),
    logger: {
      info: (message, members = {}) => logger.info(message, members),
      warn: (message, members = {}) => logger.warn(message, members),
      error: (message, members = {}) => logger.error(message, members),
    },
    // Each has dimensions of its own, so each is a record of its own (CloudWatch, Embedded Metric Format).
    metrics: {
      count: (name, value, dimensions) => {
        metrics.singleMetric().addDimensions(dimensions).addMetric(name, MetricUnit.Count, value);
      },
      milliseconds: (name, value) => {
        metrics.singleMetric().addMetric(name, MetricUnit.Milliseconds, value);
      },
    },
  };
}
