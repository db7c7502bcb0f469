import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Metrics } from '#shared/ports.ts';

type Dimensions = Readonly<Record<string, string>>;

/**
 * Metrics of one invocation, written at its end: one record for all that have the same dimensions, since each
 * record is paid for as a log line (CloudWatch, Embedded Metric Format).
 */
export class InvocationMetrics implements Metrics {
  readonly #records = new Map<string, PowertoolsMetrics>();

  count(name: string, value: number, dimensions: Dimensions): void {
    this.#record(dimensions).addMetric(name, MetricUnit.Count, value);
  }

  milliseconds(name: string, value: number, dimensions: Dimensions): void {
    this.#record(dimensions).addMetric(name, MetricUnit.Milliseconds, value);
  }

  publish(): void {
    for (const record of this.#records.values()) record.publishStoredMetrics();
    this.#records.clear();
  }

  #record(dimensions: Dimensions): PowertoolsMetrics {
    const key = JSON.stringify(Object.entries(dimensions).sort());
    const record = this.#records.get(key) ?? new PowertoolsMetrics().addDimensions(dimensions);
    this.#records.set(key, record);
    return record;
  }
}

/** However the invocation ends, what it counted is written. */
export function publishMetrics(metrics: InvocationMetrics): MiddlewareObj {
  const publish = () => metrics.publish();
  return { after: publish, onError: publish };
}
