import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { App } from './fauxqs-app.ts';
import type { Stores } from './sqs-server.ts';

type SqsStore = Stores['sqsStore'];
type SqsQueue = NonNullable<ReturnType<SqsStore['getQueueByArn']>>;
type SqsMessage = SqsQueue['messages'][number];

const Request = z.object({ SourceArn: z.string(), DestinationArn: z.string().optional() });
type Request = z.infer<typeof Request>;
const RedrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number(),
});

type MoveTask = Request & {
  readonly Status: 'COMPLETED' | 'FAILED';
  readonly FailureReason?: 'CouldNotDetermineMessageSource';
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly StartedTimestamp: number;
};
type Moved = Omit<MoveTask, keyof Request | 'StartedTimestamp'>;

/** Moves dead letters back to the queue they came from, or to another, at once: fauxqs 2.4.1 does not know how. */
export function serveMoveTasks(app: App, store: SqsStore): void {
  const tasks: MoveTask[] = [];
  app.addHook('preHandler', async ({ headers, body }, reply) => {
    const answer = ANSWERS[String(headers['x-amz-target'])];
    if (!answer) return undefined;
    reply.type('application/x-amz-json-1.0');
    const { data } = Request.safeParse(body);
    const dead = data && store.getQueueByArn(data.SourceArn);
    if (!dead) return reply.code(404).send(NO_QUEUE);
    // As a variable that a shell has not set would name it: SQS takes none for no destination.
    if (data.DestinationArn === '') return reply.code(400).send(NO_DESTINATION);
    const { DestinationArn: arn } = data;
    const destination = arn === undefined ? undefined : store.getQueueByArn(arn);
    if (arn !== undefined && !destination) return reply.code(404).send(NO_QUEUE);
    return reply.send(answer({ request: data, dead, destination, store, tasks }));
  });
}

type Asking = {
  readonly request: Request;
  readonly dead: SqsQueue;
  readonly destination: SqsQueue | undefined;
  readonly store: SqsStore;
  readonly tasks: MoveTask[];
};

const ANSWERS: Readonly<Record<string, ((asking: Asking) => unknown) | undefined>> = {
  'AmazonSQS.StartMessageMoveTask': ({ request, dead, destination, store, tasks }) => {
    // Whatever was looked at, and is visible again by now, is moved too.
    dead.processTimers();
    const moved = destination ? moveAll(dead, destination) : moveBack(dead, store);
    tasks.unshift({ ...request, ...moved, StartedTimestamp: Date.now() });
    return { TaskHandle: randomUUID() };
  },
  'AmazonSQS.ListMessageMoveTasks': ({ dead, tasks }) => ({
    Results: tasks.filter(({ SourceArn }) => SourceArn === dead.arn),
  }),
};

/** What somebody is looking at stays; SQS moves that once it is visible again. */
function moveAll(dead: SqsQueue, to: SqsQueue, isMoved = (_: SqsMessage) => true): Moved {
  const all = dead.messages.splice(0);
  const moved = all.filter(isMoved);
  dead.messages.push(...all.filter((message) => !moved.includes(message)));
  for (const message of moved) {
    dead.persistence?.deleteMessage(message.messageId);
    to.enqueue({ ...message, approximateReceiveCount: 0 });
  }
  return {
    Status: 'COMPLETED',
    ApproximateNumberOfMessagesMoved: moved.length,
    ApproximateNumberOfMessagesToMove: all.length,
  };
}

/** What was sent to the dead letters, and not moved there, has no queue that SQS could move it back to. */
function moveBack(dead: SqsQueue, store: SqsStore): Moved {
  const [source] = [...store.allQueues()].flatMap((queue) => {
    const { data } = policyOf(queue);
    return data?.deadLetterTargetArn === dead.arn ? [{ queue, tries: data.maxReceiveCount }] : [];
  });
  if (!source) return whetherLeft(dead, 0);
  // A letter brings the count of its tries with it. One that was sent is taken for moved once it was looked at as often.
  const { ApproximateNumberOfMessagesMoved: moved } = moveAll(
    dead,
    source.queue,
    ({ approximateReceiveCount }) => approximateReceiveCount > source.tries,
  );
  return whetherLeft(dead, moved);
}

function whetherLeft(dead: SqsQueue, moved: number): Moved {
  const left = dead.messages.length;
  return {
    ...(left > 0
      ? { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }
      : { Status: 'COMPLETED' }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: moved + left,
  };
}

function policyOf({ attributes }: SqsQueue) {
  return RedrivePolicy.safeParse(JSON.parse(attributes['RedrivePolicy'] || 'null'));
}

const NO_QUEUE = refusal('ResourceNotFoundException', 'No such queue');
const NO_DESTINATION = refusal('InvalidParameterValue', 'DestinationArn is not a valid ARN');

function refusal(type: string, message: string) {
  return { __type: `com.amazonaws.sqs#${type}`, message };
}
