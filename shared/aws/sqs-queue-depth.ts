import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { parse } from '#shared/models/parsing.ts';
import type { QueueDepth, QueueDepthReader } from '#shared/ports/queue-depth.ts';
import type { ReaderConnection } from './reader-client.ts';

/** A queue by its name or URL; its dead letters' where its redrive policy does not tell it. */
export type QueueNames = {
  readonly queue: string;
  readonly deadLetters?: string | undefined;
};

/** Those that wait to be received, that are held back, and that somebody is at work on. */
const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
] as const satisfies readonly QueueAttributeName[];

const RedrivePolicy = z.object({ deadLetterTargetArn: z.string() });

/** Needs `sqs:GetQueueUrl` and `GetQueueAttributes` of both queues. */
export class SqsQueueDepth implements QueueDepthReader {
  readonly #client: SQSClient;
  readonly #names: QueueNames;

  constructor(client: SQSClient, names: QueueNames) {
    this.#client = client;
    this.#names = names;
  }

  async readDepth(): Promise<QueueDepth> {
    const { queue, deadLetters } = this.#names;
    const url = await this.#urlOf(queue);
    const { waiting, redrivePolicy } = await this.#read(url);
    const deadUrl = await (deadLetters === undefined
      ? this.#deadLettersOf(redrivePolicy)
      : this.#urlOf(deadLetters));
    const dead = deadUrl === undefined ? undefined : (await this.#read(deadUrl)).waiting;
    return { name: url.slice(url.lastIndexOf('/') + 1), waiting, dead };
  }

  async #read(QueueUrl: string) {
    const { Attributes = {} } = await this.#client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS, 'RedrivePolicy'] }),
    );
    const waiting = COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    return { waiting, redrivePolicy: Attributes.RedrivePolicy };
  }

  async #deadLettersOf(redrivePolicy: string | undefined): Promise<string | undefined> {
    if (redrivePolicy === undefined) return undefined;
    const { deadLetterTargetArn } = parse(RedrivePolicy, JSON.parse(redrivePolicy));
    // arn:aws:sqs:REGION:ACCOUNT:NAME
    const [owner, name = ''] = deadLetterTargetArn.split(':').slice(-2);
    return this.#urlOf(name, owner);
  }

  async #urlOf(nameOrUrl: string, owner?: string): Promise<string> {
    if (URL.canParse(nameOrUrl)) return nameOrUrl;
    const { QueueUrl } = await this.#client.send(
      new GetQueueUrlCommand({ QueueName: nameOrUrl, QueueOwnerAWSAccountId: owner }),
    );
    if (QueueUrl === undefined) throw new Error(`The queue ${nameOrUrl} has no URL`);
    return QueueUrl;
  }
}

export function createQueueDepth(connection: ReaderConnection, names: QueueNames) {
  const client = new SQSClient({ ...connection });
  return { depth: new SqsQueueDepth(client, names), close: () => client.destroy() };
}
