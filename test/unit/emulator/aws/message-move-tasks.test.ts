import {
  CreateQueueCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { type SqsServer, startSqsServer } from '#emulator/aws/sqs-server.ts';

const DEAD_ARN = 'arn:aws:sqs:us-east-1:000000000000:dead';
const EVENTS_ARN = 'arn:aws:sqs:us-east-1:000000000000:events';

let server: SqsServer;
let client: SQSClient;
let [dead, events] = ['', ''];
beforeEach(async () => {
  server = await startSqsServer(undefined);
  client = new SQSClient(localClientConfig(server.endpoint));
  dead = await createQueue('dead', { VisibilityTimeout: '0' });
  events = await createQueue('events', {
    VisibilityTimeout: '0',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD_ARN, maxReceiveCount: 2 }),
  });
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

test('a letter that was sent to the dead ones stays, and the task says why; what was moved goes back', async () => {
  await dieOfTries('tried');
  await send(dead, 'sent');
  // Looked at, as a person does before a redrive.
  expect(await bodies(dead)).toEqual(['sent', 'tried']);
  await redrive({});
  expect(await lastTask()).toMatchObject({
    Status: 'FAILED',
    FailureReason: 'CouldNotDetermineMessageSource',
    ApproximateNumberOfMessagesMoved: 1,
  });
  expect(await bodies(events)).toEqual(['tried']);
  expect(await bodies(dead)).toEqual(['sent']);
});

test('with a destination every letter goes there, wherever it came from', async () => {
  await dieOfTries('tried');
  await send(dead, 'sent');
  await redrive({ DestinationArn: EVENTS_ARN });
  const task = await lastTask();
  expect(task).toMatchObject({
    Status: 'COMPLETED',
    DestinationArn: EVENTS_ARN,
    ApproximateNumberOfMessagesMoved: 2,
  });
  expect(task).not.toHaveProperty('FailureReason');
  expect(await bodies(events)).toEqual(['sent', 'tried']);
  expect(await bodies(dead)).toEqual([]);
});

test.each([
  ['', 'InvalidParameterValue'],
  [`${EVENTS_ARN}x`, 'ResourceNotFoundException'],
])('the destination %j is refused, and nothing is moved', async (DestinationArn, name) => {
  await send(dead, 'sent');
  await expect(redrive({ DestinationArn })).rejects.toMatchObject({ name });
  expect(await bodies(dead)).toEqual(['sent']);
  expect(await lastTask()).toBeUndefined();
});

test('of letters that are nobody’s dead ones none goes back', async () => {
  const other = await createQueue('other', { VisibilityTimeout: '0' });
  await send(other, 'sent');
  const SourceArn = EVENTS_ARN.replace('events', 'other');
  await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn }));
  expect(Results).toMatchObject([{ Status: 'FAILED', ApproximateNumberOfMessagesMoved: 0 }]);
  expect(await bodies(other)).toEqual(['sent']);
});

const send = (queueUrl: string, body: string) =>
  client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));

const redrive = (more: { readonly DestinationArn?: string }) =>
  client.send(new StartMessageMoveTaskCommand({ SourceArn: DEAD_ARN, ...more }));

async function lastTask() {
  const tasks = await client.send(new ListMessageMoveTasksCommand({ SourceArn: DEAD_ARN }));
  return tasks.Results?.[0];
}

/** It is received as often as its queue lets it be, and once more. */
async function dieOfTries(body: string): Promise<void> {
  await send(events, body);
  for (const expected of [[body], [body], []]) expect(await bodies(events)).toEqual(expected);
}

async function bodies(queueUrl: string): Promise<string[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body = '' }) => Body).toSorted();
}

async function createQueue(name: string, attributes: Record<string, string>): Promise<string> {
  await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return `${server.endpoint}/000000000000/${name}`;
}
