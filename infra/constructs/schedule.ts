import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';

/** Runs a function of the construct again and again. Without retries: the next run does the same work. */
export function schedule(scope: Construct, runs: IFunction, every: Duration): void {
  const target = new LambdaInvoke(runs, { retryAttempts: 0, role: invokerOf(scope, runs) });
  new Schedule(scope, 'Schedule', { schedule: ScheduleExpression.rate(every), target });
}

/** The CDK's own would also invoke every version of the function. */
function invokerOf(scope: Construct, { functionArn }: IFunction) {
  const { account } = Stack.of(scope);
  const group = { service: 'scheduler', resource: 'schedule-group', resourceName: 'default' };
  const ofThisAccount = {
    'aws:SourceAccount': account,
    'aws:SourceArn': Stack.of(scope).formatArn(group),
  };
  const role = new Role(scope, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: ofThisAccount },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
  );
  return role.withoutPolicyUpdates();
}
