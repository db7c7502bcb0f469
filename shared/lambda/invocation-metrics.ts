import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Metrics } from '#shared/ports/world.ts';

type Dimensions = Readonly<Record<string, string>>;
type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];
type Value = readonly [name: string, unit: Unit, value: number];
type MetricRecord = { readonly dimensions: Dimensions; readonly values: Value[] };

/** Powertools writes by itself at 100 values of one name, and then forgets the dimensions. */
const VALUES_MAX = 99;

/**
 * Metrics of one invocation, written at its end: one record for all that have the same dimensions, since each
 * record is paid for as a log line (CloudWatch, Embedded Metric Format).
 */
export class InvocationMetrics implements Metrics {
  // One for ever: each makes a console of its own, which takes longer than all else here.
  readonly #powertools = new PowertoolsMetrics();
  readonly #records = new Map<string, MetricRecord>();

  count(name: string, value: number, dimensions: Dimensions): void {
    this.#add([name, MetricUnit.Count, value], dimensions);
  }

  milliseconds(name: string, value: number, dimensions: Dimensions): void {
    this.#add([name, MetricUnit.Milliseconds, value], dimensions);
  }

  publish(): void {
    const records = [...this.#records.values()];
    this.#records.clear();
    for (const { dimensions, values } of records) {
      for (let from = 0; from < values.length; from += VALUES_MAX) {
        this.#powertools.addDimensions(dimensions);
        for (const value of values.slice(from, from + VALUES_MAX)) {
          this.#powertools.addMetric(...value);
        }
        this.#powertools.publishStoredMetrics();
      }
    }
  }

  #add(value: Value, dimensions: Dimensions): void {
    const key = JSON.stringify(Object.entries(dimensions).sort());
    const record = this.#records.get(key) ?? { dimensions, values: [] };
    record.values.push(value);
    this.#records.set(key, record);
  }
}

/** However the invocation ends, what it counted is written. */
export function publishMetrics(metrics: InvocationMetrics): MiddlewareObj {
  const publish = () => metrics.publish();
  return { after: publish, onError: publish };
}
