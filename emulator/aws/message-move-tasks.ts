import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Stores } from './sqs-server.ts';

type SqsStore = Stores['sqsStore'];
type SqsQueue = NonNullable<ReturnType<SqsStore['getQueueByArn']>>;
type App = {
  addHook(name: 'preHandler', hook: (request: Asked, reply: Reply) => Promise<unknown>): unknown;
};
type Asked = { readonly headers: Readonly<Record<string, unknown>>; readonly body: unknown };
type Reply = {
  code(status: number): Reply;
  type(type: string): Reply;
  send(body: unknown): unknown;
};

const Source = z.object({ SourceArn: z.string() });
const RedrivePolicy = z.object({ deadLetterTargetArn: z.string() });

type MoveTask = {
  readonly SourceArn: string;
  readonly Status: 'COMPLETED';
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly StartedTimestamp: number;
};

/** Moves dead letters back to the queue they came from, at once: fauxqs 2.4.1 does not know how. */
export function serveMoveTasks(app: App, store: SqsStore): void {
  const tasks: MoveTask[] = [];
  app.addHook('preHandler', async ({ headers, body }, reply) => {
    const answer = ANSWERS[String(headers['x-amz-target'])];
    if (!answer) return undefined;
    const { data } = Source.safeParse(body);
    const dead = data && store.getQueueByArn(data.SourceArn);
    reply.type('application/x-amz-json-1.0');
    if (!dead) return reply.code(404).send(refusal('ResourceNotFoundException', 'No such queue'));
    return reply.send(answer(dead, store, tasks));
  });
}

type AnswerTo = (dead: SqsQueue, store: SqsStore, tasks: MoveTask[]) => unknown;

const ANSWERS: Readonly<Record<string, AnswerTo | undefined>> = {
  'AmazonSQS.StartMessageMoveTask': (dead, store, tasks) => {
    tasks.unshift({
      SourceArn: dead.arn,
      Status: 'COMPLETED',
      ApproximateNumberOfMessagesMoved: moveBack(dead, store),
      StartedTimestamp: Date.now(),
    });
    return { TaskHandle: randomUUID() };
  },
  'AmazonSQS.ListMessageMoveTasks': (dead, _store, tasks) => ({
    Results: tasks.filter(({ SourceArn }) => SourceArn === dead.arn),
  }),
};

/** What somebody is looking at stays; SQS moves that once it is visible again. */
function moveBack(dead: SqsQueue, store: SqsStore): number {
  const source = [...store.allQueues()].find(({ attributes }) => sendsTo(attributes, dead.arn));
  if (!source) return 0;
  const moved = dead.messages.splice(0);
  for (const message of moved) {
    dead.persistence?.deleteMessage(message.messageId);
    source.enqueue({ ...message, approximateReceiveCount: 0 });
  }
  return moved.length;
}

function sendsTo(attributes: Readonly<Record<string, string>>, arn: string): boolean {
  const policy = attributes['RedrivePolicy'];
  if (!policy) return false;
  return RedrivePolicy.safeParse(JSON.parse(policy)).data?.deadLetterTargetArn === arn;
}

function refusal(type: string, message: string) {
  return { __type: `com.amazonaws.sqs#${type}`, message };
}
