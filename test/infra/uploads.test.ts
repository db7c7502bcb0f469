import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { templateOf } from '#test/support/template.ts';
import { onlyResource, type Resource, resourcesOf } from '#test/support/template-resources.ts';

let template: Template;
let resources: Readonly<Record<string, Resource>>;
beforeAll(() => {
  template = templateOf({ uploads: { bills: { delimiter: ';' } } });
  resources = resourcesOf(template);
}, 60_000);

const only = (type: string, part?: string) => onlyResource(template, type, part);
const bucket = () => only('AWS::S3::Bucket', 'UploadsBucket');
const queue = () => only('AWS::SQS::Queue', 'UploadsFilesQueue');
const importer = () => only('AWS::Lambda::Function', 'UploadsImport');
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

test('a stage has a bucket for files only where it says so', () => {
  expect(JSON.stringify(templateOf().toJSON())).not.toContain('Uploads');
});

describe('the bucket', () => {
  test('is encrypted and open to nobody, outlives its stack, and forgets files after 30 days', () => {
    const [, { Properties, DeletionPolicy, UpdateReplacePolicy }] = bucket();
    expect(Properties).toEqual({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            ExpirationInDays: 30,
            Status: 'Enabled',
          },
        ],
      },
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            Event: 's3:ObjectCreated:*',
            Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'incoming/' }] } },
            Queue: arnOf(queue()[0]),
          },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('forgets them when the stage says', () => {
    templateOf({ uploads: { keptDays: 7 } }).hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: {},
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7 }] },
    });
  });

  test('takes no call without TLS', () => {
    const [, { Properties }] = only('AWS::S3::BucketPolicy', 'UploadsBucket');
    expect(Properties.PolicyDocument.Statement).toMatchObject([
      {
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('is made once the queue lets it send', () => {
    const [policy, { Properties }] = only('AWS::SQS::QueuePolicy', 'UploadsFilesQueue');
    expect(bucket()[1]['DependsOn']).toEqual([policy]);
    expect(Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Principal: { AWS: '*' } }),
      {
        Sid: 'BucketsOfThisAccountTell',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf(queue()[0]),
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  test('is told to tell by no function of the CDK, which could tell every bucket', () => {
    const types = new Set(Object.values(resources).map(({ Type }) => Type));
    expect([...types].filter((type) => type.startsWith('Custom::'))).toEqual([]);
  });

  test('is read where files are put and written where their outcome goes, by one function', () => {
    const users = Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter((statement) => JSON.stringify(statement).includes('UploadsBucket'));
    const folder = (name: string) => ({ 'Fn::Join': ['', [arnOf(bucket()[0]), `/${name}/*`]] });
    expect(users).toEqual([
      { Action: 's3:GetObject', Effect: 'Allow', Resource: folder('incoming') },
      { Action: 's3:PutObject', Effect: 'Allow', Resource: folder('outcome') },
    ]);
  });
});

describe('the function', () => {
  test('takes one message at a time, as few at once as AWS lets be said, and its queue waits for it', () => {
    const [id, { Properties }] = importer();
    const [, mapping] = only('AWS::Lambda::EventSourceMapping', 'UploadsImport');
    expect(mapping.Properties).toEqual({
      BatchSize: 1,
      EventSourceArn: arnOf(queue()[0]),
      FunctionName: { Ref: id },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumBatchingWindowInSeconds: 0,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    expect(queue()[1].Properties.VisibilityTimeout).toBe(6 * Properties.Timeout);
  });

  test('is told how the files of each kind are read', () => {
    const { UPLOAD_LAYOUTS } = importer()[1].Properties.Environment.Variables;
    const plain = { metadata: [], leaveOut: [] };
    expect(JSON.parse(UPLOAD_LAYOUTS)).toEqual({
      customer: plain,
      account: plain,
      bill: { ...plain, delimiter: ';' },
    });
  });
});

test('what cannot be imported to its end is kept, and an alarm tells', () => {
  const [dead] = only('AWS::SQS::Queue', 'UploadsFilesDeadLetters');
  expect(queue()[1].Properties.RedrivePolicy).toEqual({
    deadLetterTargetArn: arnOf(dead),
    maxReceiveCount: 10,
  });
  const [, alarm] = only('AWS::CloudWatch::Alarm', 'UploadsDead');
  expect(alarm.Properties.Dimensions).toEqual([
    { Name: 'QueueName', Value: { 'Fn::GetAtt': [dead, 'QueueName'] } },
  ]);
});
