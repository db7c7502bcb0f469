import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { EventSourceMapping } from '#emulator/aws/event-source-mapping.ts';
import { type SqsServer, startSqsServer } from '#emulator/aws/sqs-server.ts';

let server: SqsServer;
let client: SQSClient;
let mapping: EventSourceMapping | undefined;
beforeEach(async () => {
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
  const dead = await createQueue('dead', {});
  const queueUrl = await createQueue('events', {
    VisibilityTimeout: '30',
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
      maxReceiveCount: 2,
    }),
  });
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
  mapping = new EventSourceMapping(client, {
    properties: {
      EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:events',
      FunctionName: 'consumer',
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
    queueUrl,
    visibilitySeconds: 30,
    invoke: async (event) => consume(event as Batch),
    onWarning: () => {},
  });
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
