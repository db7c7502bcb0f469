import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { BucketFolder } from '#emulator/aws/bucket-folder.ts';
import { BucketNotifications } from '#emulator/aws/bucket-notifications.ts';
import { createBuckets } from '#emulator/aws/buckets.ts';
import { credentialsOf, localClientConfig } from '#emulator/aws/client-config.ts';
import type { CreatedObject } from '#emulator/aws/created-object.ts';
import { createQueues } from '#emulator/aws/queues.ts';
import { type SqsServer, startSqsServer } from '#emulator/aws/sqs-server.ts';
import { createStackResources } from '#emulator/aws/stack-resources.ts';
import { temporaryDirectory } from '#test/support/temporary-directory.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const QUEUE_POLICY = {
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'Queue' }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf('Queue'),
          Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:::files' } },
        },
      ],
    },
  },
};
const RESOURCES = {
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Policy: QUEUE_POLICY,
  Plain: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'plain' } },
  Files: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: 'files',
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            Event: 's3:ObjectCreated:*',
            Queue: arnOf('Queue'),
            Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } },
          },
        ],
      },
    },
  },
};
const resourcesOf = (Resources: object, sqs: string) =>
  createStackResources(
    {
      stackName: 'stack',
      template: { Resources: Resources as typeof RESOURCES, Outputs: {}, Parameters: {} },
      assetPath: () => '',
    },
    { apiUrl: '', sqs },
  );

let server: SqsServer;
let sqs: SQSClient;
let s3: S3Client;
let queueUrl: string;
const folders: BucketFolder[] = [];
beforeAll(async () => {
  const notifications = new BucketNotifications((text) => {
    throw new Error(text);
  });
  server = await startSqsServer({
    onCreated: (object: CreatedObject) => {
      notifications.created(object);
      for (const folder of folders) folder.created(object);
    },
  });
  const resources = resourcesOf(RESOURCES, server.endpoint);
  sqs = new SQSClient(localClientConfig(server.endpoint));
  s3 = new S3Client({
    ...localClientConfig(server.endpoint),
    credentials: credentialsOf('Somebody'),
  });
  queueUrl = resources.ref('Queue');
  await createQueues(resources, sqs);
  notifications.load(resources, sqs);
  createBuckets(resources, server.buckets);
});
afterAll(async () => {
  sqs.destroy();
  s3.destroy();
  await server.close();
});

const put = (Key: string, Body = 'x', Bucket = 'files') =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body }));

async function nextEvent() {
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 5 }),
  );
  const { ReceiptHandle, Body = '' } = message ?? {};
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  return JSON.parse(Body).Records[0];
}

async function until<T>(look: () => T): Promise<T> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      return look();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return look();
}

test('a queue is told of an object that is put where it listens, by whom, and of no other', async () => {
  await put('elsewhere/a');
  await put('in/a', 'x', 'plain');
  const { ETag } = await put('in/a b+ü.csv', 'hello');
  expect(await nextEvent()).toMatchObject({
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:Somebody' },
    s3: {
      bucket: { name: 'files' },
      object: { key: 'in/a+b%2B%C3%BC.csv', size: 5, eTag: ETag?.replaceAll('"', '') },
    },
  });
});

test('an object that comes in parts is told of once, when it is whole', async () => {
  const place = { Bucket: 'files', Key: 'in/parts' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place));
  const part = { ...place, UploadId, PartNumber: 1 };
  const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: 'whole' }));
  const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }));
  expect(await nextEvent()).toMatchObject({
    eventName: 'ObjectCreated:CompleteMultipartUpload',
    s3: { object: { key: 'in/parts', size: 5 } },
  });
});

test.each([
  ['that has no policy', { ...RESOURCES, Policy: { ...QUEUE_POLICY, Type: 'Other' } }],
  [
    'that lets another bucket send',
    {
      ...RESOURCES,
      Files: { ...RESOURCES.Files, Properties: { ...RESOURCES.Files.Properties, BucketName: 'x' } },
    },
  ],
])('a bucket cannot tell a queue %s', (_, wrong) => {
  const notifications = new BucketNotifications(() => {});
  expect(() => notifications.load(resourcesOf(wrong, server.endpoint), sqs)).toThrow(
    'Files cannot be made: Queue does not let it send',
  );
});

test('a file in the folder is uploaded once it is whole, and what is answered appears beside it', async () => {
  const directory = temporaryDirectory();
  const warnings: string[] = [];
  const folder = new BucketFolder({
    ...{ endpoint: server.endpoint, bucket: 'files', directory },
    ...{ incoming: 'in/', outgoing: 'out/' },
    onWarning: (text) => warnings.push(text),
  });
  folders.push(folder);
  onTestFinished(() => folder.close());
  mkdirSync(join(directory, 'in/deep'));
  writeFileSync(join(directory, 'in/deep/.hidden'), 'x');
  writeFileSync(join(directory, 'in/deep/a.csv'), 'hello');
  expect(await nextEvent()).toMatchObject({ s3: { object: { key: 'in/deep/a.csv', size: 5 } } });
  writeFileSync(join(directory, 'in/deep/a.csv'), 'hello again');
  expect(await nextEvent()).toMatchObject({ s3: { object: { key: 'in/deep/a.csv', size: 11 } } });
  await put('out/../../escaped', 'x');
  await put('out/deep/a.json', 'first');
  await put('out/deep/a.json', 'last');
  await until(() => expect(readFileSync(join(directory, 'out/deep/a.json'), 'utf8')).toBe('last'));
  expect(() => readFileSync(join(directory, '../escaped'))).toThrow('ENOENT');
  expect(warnings).toEqual([]);
});
