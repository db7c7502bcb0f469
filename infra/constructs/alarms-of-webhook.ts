import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRows } from './alarm-row.ts';
import type { HttpApi } from './http-api.ts';
import type { Reconciliation } from './reconciliation.ts';
import { sumOf } from './sum-of.ts';

type WatchedWebhook = { readonly api: HttpApi; readonly reconciliation: Reconciliation };

/** @param ours makes a metric that our functions write, or their log lines count */
export function alarmsOfWebhook(
  { api, reconciliation: { queue, webhook } }: WatchedWebhook,
  ours: (metricName: string, dimensions: Record<string, string>) => Metric,
): AlarmRows {
  const refused = (outcome: string) => ours('DeliveriesRefused', { outcome });
  const ofWrongAge = { stale: refused('delivery.stale'), early: refused('delivery.early') };
  return {
    WebhookErrors: {
      says: 'Moment is answered 5xx, and may give its deliveries up',
      metric: api.metricWebhookErrors().with({ period: Duration.minutes(5) }),
      periods: [2, 12],
    },
    Throttled: {
      says: 'The webhook was refused a function to run: other functions of the account take them all',
      metric: webhook.metricThrottles({ period: Duration.minutes(5) }),
    },
    TurnedAway: {
      says: 'Deliveries are turned away unread, as too many or for their address, and none is accepted',
      metric: new MathExpression({
        expression: 'IF(FILL(away, 0) > 0 AND FILL(sent, 0) <= 0, 1, 0)',
        usingMetrics: {
          away: api.metricWebhookTurnedAway(),
          sent: queue.metricNumberOfMessagesSent({ statistic: 'Sum' }),
        },
        label: 'deliveries turned away and none accepted',
        period: Duration.minutes(15),
      }),
    },
    RefusedSignatures: {
      says: 'Every delivery is refused for its signature: the signing keys are not those of Moment',
      metric: new MathExpression({
        expression:
          'IF(FILL(refused, 0) > 0 AND FILL(sent, 0) - FILL(stale, 0) - FILL(early, 0) <= 0, 1, 0)',
        usingMetrics: {
          refused: refused('delivery.signature_mismatch'),
          // The webhook alone sends to the queue: what it accepts, and what Moment signed at another time.
          sent: queue.metricNumberOfMessagesSent({ statistic: 'Sum' }),
          ...ofWrongAge,
        },
        label: 'signatures refused and none accepted',
        period: Duration.minutes(15),
      }),
    },
    StaleDeliveries: {
      says: 'Moment delivers what it signed too long ago, or ahead of time: it moves no balance',
      metric: sumOf(ofWrongAge, {
        label: 'deliveries of the wrong age',
        period: Duration.hours(1),
      }),
    },
    SigningKeys: {
      says: 'A signing key is malformed, and deliveries that it signs are refused',
      metric: ours('SigningKeyFaults', { service: 'webhook' }),
      periods: [1, 12],
    },
  };
}
