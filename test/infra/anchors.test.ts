import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { readStage } from '#infra/config.ts';
import { templateOf } from '#test/support/template.ts';
import { onlyResource } from '#test/support/template-resources.ts';

let template: Template;
beforeAll(() => {
  template = templateOf();
}, 60_000);

const only = (type: string, part?: string) => onlyResource(template, type, part);

describe('the bucket of the anchors', () => {
  test('is locked, versioned, encrypted and open to nobody, and outlives its stack', () => {
    const [, bucket] = only('AWS::S3::Bucket', 'AnchorsBucket');
    expect(bucket.Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(bucket).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('empties itself of what is locked no longer, and of nothing else', () => {
    const [, { Properties }] = only('AWS::S3::Bucket', 'AnchorsBucket');
    expect(Properties.LifecycleConfiguration.Rules).toEqual([
      {
        ExpirationInDays: 400,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        Status: 'Enabled',
      },
      { ExpiredObjectDeleteMarker: true, Status: 'Enabled' },
    ]);
  });

  test('is locked in the mode and for the days of the stage, and for one day in dev', () => {
    const lockOf = (settings: Parameters<typeof templateOf>[0]) =>
      Object.values(templateOf(settings).findResources('AWS::S3::Bucket')).flatMap(
        ({ Properties }) => Properties.ObjectLockConfiguration?.Rule.DefaultRetention ?? [],
      );
    const anchors = { mode: 'compliance', retentionDays: 3650 } as const;
    expect(lockOf({ anchors })).toEqual([{ Mode: 'COMPLIANCE', Days: 3650 }]);
    expect(lockOf(readStage('dev').config)).toEqual([{ Mode: 'GOVERNANCE', Days: 1 }]);
  }, 60_000);

  test('takes no call without TLS, and an object from nobody but the function', () => {
    const [bucket] = only('AWS::S3::Bucket', 'AnchorsBucket');
    const [role] = only('AWS::IAM::Role', 'AnchorsFunctionRole');
    const [, policy] = only('AWS::S3::BucketPolicy', 'AnchorsBucket');
    const arn = { 'Fn::GetAtt': [bucket, 'Arn'] };
    const objects = { 'Fn::Join': ['', [arn, '/*']] };
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Resource: [arn, objects],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'OnlyTheFunctionWrites',
        Effect: 'Deny',
        Action: 's3:PutObject',
        Principal: { AWS: '*' },
        Resource: objects,
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [role, 'Arn'] } } },
      },
    ]);
  });
});

test('the function lists what is below its own folder, and no other', () => {
  const [, { Properties }] = only('AWS::IAM::Policy', 'AnchorsFunctionRole');
  const listing = Properties.PolicyDocument.Statement.find(
    ({ Action }: { Action: unknown }) => Action === 's3:ListBucket',
  );
  expect(listing.Condition).toEqual({ StringLike: { 's3:prefix': ['anchors/*'] } });
});

test('the function runs each hour, has as long as there is, and is not retried', () => {
  const [id, { Properties }] = only('AWS::Lambda::Function', 'AnchorsFunction');
  expect(Properties.Timeout).toBe(900);
  expect(only('AWS::Scheduler::Schedule', 'Anchors')[1].Properties).toMatchObject({
    ScheduleExpression: 'rate(1 hour)',
    State: 'ENABLED',
    Target: { Arn: { 'Fn::GetAtt': [id, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 0 } },
  });
});
