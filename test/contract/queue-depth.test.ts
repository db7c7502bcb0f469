import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { type SqsServer, startSqsServer } from '#emulator/aws/sqs-server.ts';
import { type QueueNames, SqsQueueDepth } from '#shared/aws/sqs-queue-depth.ts';

let server: SqsServer;
let client: SQSClient;
let queueUrl: string;
let deadUrl: string;

const create = async (QueueName: string, Attributes?: Record<string, string>) => {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
};
const send = (QueueUrl: string, DelaySeconds = 0) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', DelaySeconds }));
const read = (names: QueueNames) => new SqsQueueDepth(client, names).readDepth();

beforeAll(async () => {
  server = await startSqsServer(undefined);
  client = new SQSClient(localClientConfig(server.endpoint));
  deadUrl = await create('dead');
  const redrive = { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
  queueUrl = await create('deliveries', {
    RedrivePolicy: JSON.stringify({ ...redrive, maxReceiveCount: 3 }),
  });
}, 60_000);
afterAll(async () => {
  client.destroy();
  await server.close();
});

test('messages that wait are counted with those held back and at work on; the dead by the redrive policy', async () => {
  expect(await read({ queue: 'deliveries' })).toEqual({ name: 'deliveries', waiting: 0, dead: 0 });
  await send(queueUrl);
  await send(queueUrl);
  await send(queueUrl, 600);
  await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
  await send(deadUrl);
  const expected = { name: 'deliveries', waiting: 3, dead: 1 };
  expect(await read({ queue: 'deliveries' })).toEqual(expected);
  expect(await read({ queue: queueUrl })).toEqual(expected);
});

test('where no policy tells of dead letters, they are named or not known', async () => {
  const alone = await create('alone');
  await send(alone);
  await create('its-dead');
  expect(await read({ queue: 'alone' })).toEqual({ name: 'alone', waiting: 1, dead: undefined });
  expect(await read({ queue: alone, deadLetters: 'its-dead' })).toEqual({
    name: 'alone',
    waiting: 1,
    dead: 0,
  });
});

test('a queue that is not there is told by its name', async () => {
  await expect(read({ queue: 'nothing' })).rejects.toMatchObject({
    name: expect.stringContaining('QueueDoesNotExist'),
  });
});
