import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRows } from './alarm-row.ts';
import type { EventsOut } from './events-out.ts';
import { sumOf } from './sum-of.ts';

/** @param events of a stage that publishes none, there is nothing to watch */
export function alarmsOfEvents(events: EventsOut | undefined): AlarmRows {
  if (!events) return {};
  // EventBridge User Guide, monitoring EventBridge Pipes.
  const failed = events.pipes.map((pipe, index) => [
    `failed${index}`,
    new Metric({
      namespace: 'AWS/EventBridge/Pipes',
      metricName: 'ExecutionFailed',
      dimensionsMap: { PipeName: pipe.ref },
      statistic: 'Sum',
    }),
  ]);
  const dead = events.deadLetters.metricApproximateNumberOfMessagesVisible({
    statistic: 'Maximum',
  });
  return {
    EventsOut: {
      says: 'What the ledger writes is not published: a pipe fails, or has given events up',
      metric: sumOf(
        { ...Object.fromEntries(failed), dead },
        { label: 'failures and dead letters', period: Duration.minutes(5) },
      ),
      // One failure is tried again; a pipe that goes on failing is turned off by AWS in the end.
      periods: [2, 3],
    },
  };
}
