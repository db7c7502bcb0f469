import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup } from 'aws-cdk-lib/aws-logs';
import { WEBHOOK_PATH } from '#infra/way-in.ts';
import { metricsNamespace } from './service-function.ts';

/** Counts what was answered with one of the statuses on any path of the webhook: `5*` is every one that begins so. */
export function countWebhookAnswers(
  accessLogs: LogGroup,
  metricName: string,
  ...statuses: readonly string[]
): Metric {
  return accessLogs
    .addMetricFilter(metricName, {
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.route', '=', `POST ${WEBHOOK_PATH}*`),
        FilterPattern.any(
          ...statuses.map((status) => FilterPattern.stringValue('$.status', '=', status)),
        ),
      ),
      metricNamespace: metricsNamespace(accessLogs),
      metricName,
    })
    .metric({ statistic: 'Sum' });
}
