import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRows } from './alarm-row.ts';

// What waits is looked at every ten minutes: older than three looks, it is more than a passing fault.
const UNTOLD_MAX = Duration.minutes(30);

/** @param ours makes a metric that our functions write */
export function alarmsOfPush(
  ours: (metricName: string, dimensions: Record<string, string>) => Metric,
): AlarmRows {
  const worst = (metricName: string) =>
    ours(metricName, { service: 'push' }).with({
      statistic: 'Maximum',
      period: Duration.minutes(15),
    });
  return {
    Untold: {
      says: 'Moment cannot be told of a balance, or the push fails or does not run: payers see an old one',
      metric: worst('UntoldAge'),
      above: UNTOLD_MAX.toMilliseconds(),
      missingBreaches: true,
    },
    Drift: {
      says: 'What Moment has of an obligation is explained by nothing that we know; it is not overwritten',
      metric: worst('Drifts'),
    },
  };
}
