import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** The sum of metrics, by their names in it; of one without data points nothing is added. */
export function sumOf(
  metrics: Readonly<Record<string, IMetric>>,
  { label, period }: { readonly label: string; readonly period: Duration },
): MathExpression {
  return new MathExpression({
    expression: Object.keys(metrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    usingMetrics: { ...metrics },
    label,
    period,
  });
}
