import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRows } from './alarm-row.ts';

// One is written each day, in its first hour: six hours more is one that cannot be finished.
const AGE_MAX = Duration.hours(30);

/** @param ours makes a metric that our functions write */
export function alarmsOfAnchors(
  ours: (metricName: string, dimensions: Record<string, string>) => Metric,
): AlarmRows {
  return {
    Anchors: {
      says: 'The ledger is not anchored: the newest anchor is too old, or its function fails or does not run',
      metric: ours('AnchorAge', { service: 'anchor' }).with({
        statistic: 'Maximum',
        period: Duration.hours(1),
      }),
      above: AGE_MAX.toMilliseconds(),
      periods: [3, 3],
      missingBreaches: true,
    },
  };
}
