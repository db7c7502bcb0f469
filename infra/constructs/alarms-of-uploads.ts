import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRows } from './alarm-row.ts';
import type { Uploads } from './uploads.ts';

/**
 * @param uploads of a stage that has no bucket for files, there is nothing to watch
 * @param ours makes a metric that our functions write
 */
export function alarmsOfUploads(
  uploads: Uploads | undefined,
  ours: (metricName: string, dimensions: Record<string, string>) => Metric,
): AlarmRows {
  if (!uploads) return {};
  return {
    UploadsDead: {
      says: 'A file that was put could not be imported to its end, and waits in the dead-letter queue',
      metric: uploads.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
    },
    UploadsRefused: {
      says: 'A file that was put was refused, or rows of it were: its outcome says why',
      metric: ours('FilesToMend', { service: 'import' }).with({ period: Duration.minutes(5) }),
    },
  };
}
