import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRows } from './alarm-row.ts';

// One is written each day, within hours of its end: twelve hours more is one that cannot be finished.
const AGE_MAX = Duration.hours(36);

/** @param ours makes a metric that our functions write */
export function alarmsOfReports(
  ours: (metricName: string, dimensions: Record<string, string>) => Metric,
): AlarmRows {
  return {
    Reports: {
      says: 'What is owed by age is not written down: the newest day is too old, or its function fails or does not run',
      metric: ours('ReportAge', { service: 'report' }).with({
        statistic: 'Maximum',
        period: Duration.hours(1),
      }),
      above: AGE_MAX.toMilliseconds(),
      periods: [3, 3],
      missingBreaches: true,
    },
  };
}
