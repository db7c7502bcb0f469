import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What a person must look at. docs/operations.md has an action for each. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { deadLetters }: { readonly deadLetters: Queue }) {
    super(scope, id);
    new Alarm(this, 'DeadLetters', {
      alarmDescription:
        'Acknowledged events could not be reconciled and wait in the dead-letter queue: docs/operations.md',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
