import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { templateOf } from '#test/support/template.ts';
import { onlyResource, type Resource, resourcesOf } from '#test/support/template-resources.ts';

let template: Template;
let resources: Readonly<Record<string, Resource>>;
beforeAll(() => {
  template = templateOf();
  resources = resourcesOf(template);
}, 60_000);

const only = (type: string, part?: string) => onlyResource(template, type, part);

describe('the bucket of the reports', () => {
  test('is encrypted and open to nobody, outlives its stack, and forgets what is older than 400 days', () => {
    const [, bucket] = only('AWS::S3::Bucket', 'ReportsBucket');
    expect(bucket.Properties).toEqual({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 400, Status: 'Enabled' }] },
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

  test('takes no call without TLS', () => {
    const [, { Properties }] = only('AWS::S3::BucketPolicy', 'ReportsBucket');
    expect(Properties.PolicyDocument.Statement).toMatchObject([
      {
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test.each([
    ['ReportsFunctionRole', ['ageing', 'summaries'], ['s3:PutObject']],
    ['CustomersReadReportsRole', ['ageing', 'summaries'], []],
    ['CustomersListExceptionsRole', ['ageing'], []],
  ])('is used by %s, of it %j, to read and for %j, and by nobody else', (role, folders, more) => {
    const usesBucket = ({ Properties }: Resource) =>
      JSON.stringify(Properties.PolicyDocument).includes('ReportsBucket');
    const users = Object.entries(resources).filter(
      ([, each]) => each.Type === 'AWS::IAM::Policy' && usesBucket(each),
    );
    expect(users).toHaveLength(3);
    const [, { Properties }] = only('AWS::IAM::Policy', role);
    const used = Properties.PolicyDocument.Statement.flatMap(
      ({ Action }: { Action: string | string[] }) => Action,
    ).filter((action: string) => action.startsWith('s3:'));
    expect(used.toSorted()).toEqual(['s3:GetObject', 's3:ListBucket', ...more]);
    const named = JSON.stringify(Properties.PolicyDocument).match(/[a-z]+(?=\/\*")/g);
    expect([...new Set(named)].toSorted()).toEqual(folders);
  });
});
