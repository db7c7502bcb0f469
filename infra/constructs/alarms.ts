import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from '#infra/config.ts';
import type { AlarmRow, AlarmRows } from './alarm-row.ts';
import { alarmsOfAnchors } from './alarms-of-anchors.ts';
import { alarmsOfBackups } from './alarms-of-backups.ts';
import { alarmsOfEvents } from './alarms-of-events.ts';
import { alarmsOfPush } from './alarms-of-push.ts';
import { alarmsOfReports } from './alarms-of-reports.ts';
import { alarmsOfUploads } from './alarms-of-uploads.ts';
import { alarmsOfWebhook } from './alarms-of-webhook.ts';
import type { Backups } from './backups.ts';
import { RETENTION } from './event-queue.ts';
import type { EventsOut } from './events-out.ts';
import type { HttpApi } from './http-api.ts';
import { notice } from './notice.ts';
import type { Reconciliation } from './reconciliation.ts';
import { metricsNamespace } from './service-function.ts';
import { sumOf } from './sum-of.ts';
import type { Sweep } from './sweep.ts';
import type { Uploads } from './uploads.ts';

export interface AlarmsProps {
  readonly config: StageConfig;
  readonly api: HttpApi;
  readonly reconciliation: Reconciliation;
  readonly sweep: Sweep;
  readonly backups: Backups | undefined;
  readonly eventsOut: EventsOut | undefined;
  readonly uploads: Uploads | undefined;
}

// A message that fails comes back after six minutes: older than two tries, it is more than a passing fault.
const OLDEST_MESSAGE_MAX = Duration.minutes(15);
// The sweep comes every few minutes: after an hour, nobody is about to open the obligation.
const UNMATCHED_MAX = Duration.hours(1);
// Early enough to act after a long weekend, before the queue deletes what nobody read.
const LEFT_TO_EXPIRE = Duration.days(4);
/** Every function that settles events, and so may quarantine one. */
const SETTLING_SERVICES = ['reconcile', 'sweep', 'create-customer', 'resolve-exception'];

/** What a person must look at. docs/operations.md has a section for each, which its description names. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { alarmTopicArn } = props.config;
    const topic =
      alarmTopicArn === undefined ? undefined : Topic.fromTopicArn(this, 'Topic', alarmTopicArn);
    if (!topic) {
      notice(
        this,
        'NobodyIsTold',
        'No alarmTopicArn: alarms show in the console and tell nobody: docs/operations.md#who-is-told-and-what-it-costs',
      );
    }
    const rows = {
      ...this.#ofQueues(props),
      ...this.#ofSweep(props),
      ...alarmsOfWebhook(props, (...of) => this.#ours(...of)),
      ...alarmsOfBackups(props.backups),
      ...alarmsOfEvents(props.eventsOut),
      ...alarmsOfAnchors((...of) => this.#ours(...of)),
      ...alarmsOfPush((...of) => this.#ours(...of)),
      ...alarmsOfReports((...of) => this.#ours(...of)),
      ...alarmsOfUploads(props.uploads, (...of) => this.#ours(...of)),
    };
    for (const [name, row] of Object.entries(rows)) this.#add(name, row, topic);
  }

  #ofQueues({ reconciliation: { queue, deadLetters } }: AlarmsProps): AlarmRows {
    const quarantined = SETTLING_SERVICES.map((service, index) => [
      `m${index}`,
      this.#ours('Events', { service, outcome: 'quarantined' }),
    ]);
    return {
      DeadLetters: {
        says: 'Acknowledged events could not be reconciled and wait in the dead-letter queue',
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(1),
          statistic: 'Maximum',
        }),
      },
      OldestMessage: {
        says: 'Acknowledged events wait in the queue, and are not reconciled',
        metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
        above: OLDEST_MESSAGE_MAX.toSeconds(),
      },
      Expiring: {
        says: 'Acknowledged events have waited for days, and the queue will delete them',
        metric: new MathExpression({
          // The age of a dead letter begins anew with its death, the time until it is deleted does not.
          expression: 'MAX([FILL(waiting, 0), FILL(dead, 0)])',
          usingMetrics: {
            waiting: queue.metricApproximateAgeOfOldestMessage(),
            dead: deadLetters.metricApproximateAgeOfOldestMessage(),
          },
          label: 'seconds that the oldest has waited',
          period: Duration.hours(1),
        }),
        above: RETENTION.toSeconds() - LEFT_TO_EXPIRE.toSeconds(),
      },
      Forged: {
        says: 'Somebody put on the queue what Moment did not sign, or what it signed is not known any more',
        metric: sumOf(
          {
            forged: this.#ours('MessagesRefused', { service: 'reconcile', outcome: 'forged' }),
            unreadable: this.#ours('MessagesRefused', {
              service: 'reconcile',
              outcome: 'unreadable',
            }),
          },
          { label: 'messages that are not genuine', period: Duration.minutes(5) },
        ),
      },
      Quarantined: {
        says: 'Moment told of a payment that contradicts the ledger; it moved no balance',
        metric: sumOf(Object.fromEntries(quarantined), {
          label: 'quarantined events',
          period: Duration.minutes(5),
        }),
      },
    };
  }

  #ofSweep({ config: { sweepMinutes }, sweep }: AlarmsProps): AlarmRows {
    return {
      Unmatched: {
        says: 'Payments wait for an obligation that is not in the ledger',
        metric: this.#ours('WaitingAge', { service: 'sweep' }).with({
          statistic: 'Maximum',
          period: Duration.minutes(2 * sweepMinutes),
        }),
        above: UNMATCHED_MAX.toMilliseconds(),
      },
      Sweep: {
        says: 'The sweep fails, or does not run: what waits is not applied',
        metric: sweep.function.metricErrors({ period: Duration.minutes(sweepMinutes) }),
        periods: [2, 3],
        missingBreaches: true,
      },
    };
  }

  /** As shared/lambda/invocation-metrics.ts writes it: a test holds the dimensions against what is written. */
  #ours(metricName: string, dimensionsMap: Record<string, string>): Metric {
    const namespace = metricsNamespace(this);
    return new Metric({ namespace, metricName, dimensionsMap, statistic: 'Sum' });
  }

  #add(name: string, row: AlarmRow, topic: ITopic | undefined): void {
    const [datapointsToAlarm, evaluationPeriods] = row.periods ?? [1, 1];
    const alarm = new Alarm(this, name, {
      alarmDescription: `${row.says}: docs/operations.md#${sectionOf(name)}`,
      metric: row.metric,
      threshold: row.above ?? 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm,
      evaluationPeriods,
      treatMissingData: row.missingBreaches
        ? TreatMissingData.BREACHING
        : TreatMissingData.NOT_BREACHING,
    });
    if (!topic) return;
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
}

/** `DeadLetters` is explained below the heading "Alarm: dead letters". */
function sectionOf(name: string): string {
  return `alarm${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
