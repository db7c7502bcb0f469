import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { EventSourceMapping, type FailedMessage } from '#emulator/aws/event-source-mapping.ts';
import { type SqsServer, startSqsServer } from '#emulator/aws/sqs-server.ts';

let server: SqsServer;
let client: SQSClient;
let mapping: EventSourceMapping | undefined;
let failures: FailedMessage[];
beforeEach(async () => {
  failures = [];
  server = await startSqsServer(undefined);
  client = new SQSClient(localClientConfig(server.endpoint));
});
afterEach(async () => {
  await mapping?.close();
  client.destroy();
  await server.close();
});

type Batch = { Records: { messageId: string; body: string }[] };

test('what failed comes again, what did not is gone, and poison ends as a dead letter', async () => {
  const { dead, queueUrl } = await createQueueOfTwoTries();
  for (const body of ['good', 'slow', 'poison']) {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  }
  const seen: string[] = [];
  start(queueUrl, ({ Records }) => {
    const failed = Records.filter(({ body }) => {
      seen.push(body);
      return body === 'poison' || (body === 'slow' && seen.filter((b) => b === body).length === 1);
    });
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
  await until(async () => (await count(dead)) === 1);
  expect(seen.toSorted()).toEqual(['good', 'poison', 'poison', 'slow', 'slow']);
  expect(await count(queueUrl)).toBe(0);
}, 20_000);

test('of each failed try it is told what comes next, and of the last that it was the last', async () => {
  const { queueUrl } = await createQueueOfTwoTries();
  const { MessageId: messageId } = await client.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'poison' }),
  );
  start(queueUrl, () => {
    throw new Error('no');
  });
  await until(async () => failures.length >= 2);
  expect(failures).toEqual([
    { messageId, body: 'poison', tries: 1, triesMax: 2, next: { retryInSeconds: 1 } },
    { messageId, body: 'poison', tries: 2, triesMax: 2, next: 'dead letter' },
  ]);
}, 20_000);

test('dead letters are moved back by a move task, and tried as often as new ones', async () => {
  const { dead, queueUrl } = await createQueueOfTwoTries();
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'poison' }));
  let isMended = false;
  start(queueUrl, ({ Records }) => ({
    batchItemFailures: isMended ? [] : Records.map((r) => ({ itemIdentifier: r.messageId })),
  }));
  await until(async () => (await count(dead)) === 1);
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: DEAD_ARN }));
  await until(async () => failures.length === 3);
  expect(failures.map(({ tries }) => tries)).toEqual([1, 2, 1]);
  isMended = true;
  await until(async () => (await count(queueUrl)) + (await count(dead)) === 0);
  const tasks = await client.send(new ListMessageMoveTasksCommand({ SourceArn: DEAD_ARN }));
  expect(tasks.Results).toMatchObject([
    { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 },
  ]);
  const nowhere = new StartMessageMoveTaskCommand({ SourceArn: `${DEAD_ARN}er` });
  await expect(client.send(nowhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
}, 20_000);

test('a consumer that throws has its whole batch come again', async () => {
  const queueUrl = await createQueue('events', { VisibilityTimeout: '30' });
  for (const body of ['a', 'b']) {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  }
  const batches: string[][] = [];
  start(queueUrl, ({ Records }) => {
    batches.push(Records.map(({ body }) => body).toSorted());
    if (batches.length === 1) throw new Error('no');
    return { batchItemFailures: [] };
  });
  await until(async () => batches.flat().length >= 4 && (await count(queueUrl)) === 0);
  expect(batches[0]).toEqual(['a', 'b']);
}, 20_000);

function start(queueUrl: string, consume: (batch: Batch) => unknown): void {
  mapping = new EventSourceMapping(client, client, {
    properties: {
      EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:events',
      FunctionName: 'consumer',
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
    queueUrl,
    visibilitySeconds: 30,
    triesMax: 2,
    invoke: async (event) => consume(event as Batch),
    onWarning: () => {},
    onFailed: (failed) => failures.push(failed),
  });
}

const DEAD_ARN = 'arn:aws:sqs:us-east-1:000000000000:dead';

async function createQueueOfTwoTries() {
  const dead = await createQueue('dead', {});
  const queueUrl = await createQueue('events', {
    VisibilityTimeout: '30',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD_ARN, maxReceiveCount: 2 }),
  });
  return { dead, queueUrl };
}

async function createQueue(name: string, attributes: Record<string, string>): Promise<string> {
  await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return `${server.endpoint}/000000000000/${name}`;
}

async function count(queueUrl: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}
