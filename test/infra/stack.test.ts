import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { templateOf } from '#test/support/template.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Properties = Record<string, any>;
type Resource = { readonly Properties: Properties };

let template: Template;
beforeAll(() => {
  template = templateOf();
}, 30_000);

const all = (type: string) => template.findResources(type) as Record<string, Resource>;
const only = (type: string): Properties => {
  const found = Object.values(all(type));
  expect(found).toHaveLength(1);
  return found[0]?.Properties ?? {};
};
const named = (type: string, part: string): Properties => {
  const found = Object.entries(all(type)).filter(([id]) => id.includes(part));
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties ?? {};
};

describe('the table', () => {
  test('keeps its logical id: another one would be a new, empty table', () => {
    expect(Object.keys(all('AWS::DynamoDB::GlobalTable'))).toEqual(['LedgerTable']);
  });

  test('is retained, protected against deletion, restorable and paid on demand', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    });
  });

  test('has the indexes statement, event, attention, reference and recorded', () => {
    const { GlobalSecondaryIndexes } = only('AWS::DynamoDB::GlobalTable');
    const names = GlobalSecondaryIndexes.map((index: { IndexName: string }) => index.IndexName);
    expect(names).toEqual(['statement', 'event', 'attention', 'reference', 'recorded']);
  });

  test('takes a key of the merchant where the stage asks for one, in any region', () => {
    const own = templateOf({ tableEncryption: 'customer-managed' });
    own.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    own.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [{ SSESpecification: { KMSMasterKeyId: Match.anyValue() } }],
    });
  }, 30_000);
});

describe('the queue', () => {
  test('hides a message for six timeouts of its consumer and the batching window', () => {
    const { Timeout } = named('AWS::Lambda::Function', 'ReconciliationReconcile');
    const { MaximumBatchingWindowInSeconds } = only('AWS::Lambda::EventSourceMapping');
    const queue = named('AWS::SQS::Queue', 'EventsQueue');
    expect(queue['VisibilityTimeout']).toBeGreaterThanOrEqual(
      6 * Timeout + MaximumBatchingWindowInSeconds,
    );
  });

  test('keeps a message as long as SQS can, before it is given up and after', () => {
    const queue = named('AWS::SQS::Queue', 'EventsQueue');
    const deadLetters = named('AWS::SQS::Queue', 'EventsDeadLetters');
    expect(queue['MessageRetentionPeriod']).toBe(14 * 86_400);
    expect(deadLetters['MessageRetentionPeriod']).toBe(14 * 86_400);
    expect(queue['RedrivePolicy'].maxReceiveCount).toBeGreaterThanOrEqual(5);
  });

  test('and its dead letters are encrypted', () => {
    const queues = Object.values(all('AWS::SQS::Queue'));
    expect(queues.map(({ Properties }) => Properties['SqsManagedSseEnabled'])).toEqual([
      true,
      true,
    ]);
  });

  test('is read in batches, with a window, a maximum of consumers and failures told apart', () => {
    expect(only('AWS::Lambda::EventSourceMapping')).toMatchObject({
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });
});

describe('a function', () => {
  test('runs on Node 24 and arm64, with its own log group of limited retention', () => {
    const functions = Object.values(all('AWS::Lambda::Function'));
    expect(functions).toHaveLength(17);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(Properties['MemorySize']).toBeGreaterThan(0);
      expect(Properties['Timeout']).toBeGreaterThan(0);
      expect(Properties['LoggingConfig'].LogGroup).toBeDefined();
    }
    for (const { Properties } of Object.values(all('AWS::Logs::LogGroup'))) {
      expect(Properties['RetentionInDays']).toBeGreaterThan(0);
    }
  });
});

test('the secrets are made without a value that anybody could use', () => {
  for (const { Properties } of Object.values(all('AWS::SecretsManager::Secret'))) {
    expect(['{}', 'unset']).toContain(Properties['SecretString']);
  }
});

test('the outputs are what a person needs next', () => {
  expect(Object.keys(template.toJSON()['Outputs'])).toEqual(
    expect.arrayContaining([
      'WebhookUrl',
      'ApiUrl',
      'MomentApiKeySecret',
      'SigningKeysSecret',
      'TableName',
      'QueueUrl',
      'DeadLetterQueueUrl',
    ]),
  );
});
