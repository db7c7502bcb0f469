import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { templateOf } from '#test/support/template.ts';
import { onlyResource } from '#test/support/template-resources.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Resource = { readonly Properties: any; readonly DependsOn?: string[] };

let template: Template;
beforeAll(() => {
  template = templateOf();
}, 30_000);

const all = (type: string) => template.findResources(type) as Record<string, Resource>;
const only = (type: string, part?: string) => onlyResource(template, type, part);
const idsOf = (type: string) => Object.keys(all(type)).toSorted();

describe('the queue', () => {
  const deadLetters = () => only('AWS::SQS::Queue', 'EventsDeadLetters')[0];
  const queue = () => only('AWS::SQS::Queue', 'EventsQueue');

  test('sends what it gives up on to the dead letters, and the alarm watches these', () => {
    expect(queue()[1].Properties.RedrivePolicy.deadLetterTargetArn).toEqual({
      'Fn::GetAtt': [deadLetters(), 'Arn'],
    });
    const [, alarm] = only('AWS::CloudWatch::Alarm', 'DeadLetters');
    expect(alarm.Properties).toMatchObject({
      Namespace: 'AWS/SQS',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [deadLetters(), 'QueueName'] } }],
    });
  });

  test('is watched for the age of its oldest message', () => {
    const [, alarm] = only('AWS::CloudWatch::Alarm', 'OldestMessage');
    expect(alarm.Properties).toMatchObject({
      Namespace: 'AWS/SQS',
      Statistic: 'Maximum',
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue()[0], 'QueueName'] } }],
    });
  });

  test('feeds the reconcile function and no other', () => {
    const [, { Properties }] = only('AWS::Lambda::EventSourceMapping');
    const [reconcile] = only('AWS::Lambda::Function', 'ReconciliationReconcile');
    expect(Properties.EventSourceArn).toEqual({ 'Fn::GetAtt': [queue()[0], 'Arn'] });
    expect(Properties.FunctionName).toEqual({ Ref: reconcile });
  });

  test('and the dead letters have a policy each that denies everything without TLS', () => {
    const policies = Object.values(all('AWS::SQS::QueuePolicy'));
    const guarded = policies.map(({ Properties: { Queues, PolicyDocument } }) => {
      const [{ Ref }] = Queues;
      expect(PolicyDocument.Statement).toEqual([
        {
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Resource: { 'Fn::GetAtt': [Ref, 'Arn'] },
        },
      ]);
      return Ref;
    });
    expect(guarded.toSorted()).toEqual(idsOf('AWS::SQS::Queue'));
  });

  test('takes its batches, window and consumers from the stage, and hides messages to match', () => {
    const reconcile = { batchSize: 7, windowSeconds: 30, concurrencyMax: 3 };
    const other = templateOf({ reconcile });
    other.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 7,
      MaximumBatchingWindowInSeconds: 30,
      ScalingConfig: { MaximumConcurrency: 3 },
    });
    other.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 6 * 60 + 30 });
  });
});

describe('a function', () => {
  test('has a log group of its own, and the access logs are in another', () => {
    const functions = Object.values(all('AWS::Lambda::Function'));
    const groups = functions.map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref);
    const [, stage] = only('AWS::ApiGatewayV2::Stage');
    const [accessLogs] = stage.Properties.AccessLogSettings.DestinationArn['Fn::GetAtt'];
    expect([...groups, accessLogs].toSorted()).toEqual(idsOf('AWS::Logs::LogGroup'));
  });

  test('behind the API answers before the API gives up at 30 seconds', () => {
    const behind = Object.values(all('AWS::ApiGatewayV2::Integration')).map(
      ({ Properties }) => Properties.IntegrationUri['Fn::GetAtt'][0],
    );
    expect(behind).toHaveLength(50);
    for (const id of behind) {
      expect(all('AWS::Lambda::Function')[id]?.Properties.Timeout).toBeLessThan(30);
    }
  });

  test('is told where a secret is, never what it is', () => {
    const secrets = idsOf('AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(2);
    for (const { Properties } of Object.values(all('AWS::Lambda::Function'))) {
      for (const [name, value] of Object.entries(Properties.Environment.Variables)) {
        if (name.includes('SECRET')) expect(secrets).toContain((value as { Ref: string }).Ref);
      }
    }
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/\b(sk|whsec)_\w{8,}/);
    expect(text).not.toContain('{{resolve:');
  });
});

test('the access logs need no line of their own in the policy of the account', () => {
  const [, stage] = only('AWS::ApiGatewayV2::Stage');
  const [accessLogs] = stage.Properties.AccessLogSettings.DestinationArn['Fn::GetAtt'];
  const { LogGroupName } = all('AWS::Logs::LogGroup')[accessLogs]?.Properties ?? {};
  const [, [prefix]] = LogGroupName['Fn::Join'];
  expect(prefix).toBe('/aws/vendedlogs/moment-balances-test-AccessLogs-');
  expect(readFileSync('docs/operations.md', 'utf8')).toContain(
    "'/aws/vendedlogs/moment-balances-$STAGE-'",
  );
});

test('a secret has its stage in its name, and each deployment from nothing another one', () => {
  const stack = { Ref: 'AWS::StackId' };
  const uuid = { 'Fn::Select': [2, { 'Fn::Split': ['/', stack] }] };
  const names = Object.values(all('AWS::SecretsManager::Secret')).map(
    ({ Properties }) => Properties.Name['Fn::Join'][1],
  );
  expect(names).toEqual(
    ['api-key', 'signing-keys'].map((name) => [
      `moment-balances-test/${name}-`,
      { 'Fn::Select': [0, { 'Fn::Split': ['-', uuid] }] },
    ]),
  );
});

test('the secrets outlive the stack, but not a first deployment that fails', () => {
  const secrets = Object.values(all('AWS::SecretsManager::Secret'));
  expect(secrets).toEqual(
    secrets.map(() =>
      expect.objectContaining({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      }),
    ),
  );
});

test('the sweep runs every five minutes, or as often as the stage says, and is not retried', () => {
  const [sweep] = only('AWS::Lambda::Function', 'SweepFunction');
  const [, { Properties }] = only('AWS::Scheduler::Schedule', 'Sweep');
  expect(Properties).toMatchObject({
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    Target: { Arn: { 'Fn::GetAtt': [sweep, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 0 } },
  });
  templateOf({ sweepMinutes: 1 }).hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 minute)',
  });
});

test('the limit of the webhook waits for its route', () => {
  const [, stage] = only('AWS::ApiGatewayV2::Stage');
  expect(stage.DependsOn).toEqual([only('AWS::ApiGatewayV2::Route', 'webhooks')[0]]);
});

test('the access logs tell the route and the status, and no path, header or body', () => {
  const [, stage] = only('AWS::ApiGatewayV2::Stage');
  const format = stage.Properties.AccessLogSettings.Format;
  expect(JSON.parse(format)).toMatchObject({
    request_id: '$context.requestId',
    route: '$context.routeKey',
    status: '$context.status',
  });
  expect(format).not.toMatch(/\.path\b|header|body/i);
});
