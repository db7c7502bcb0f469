import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { StackResources } from './stack-resources.ts';

export const QueueProperties = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  MessageRetentionPeriod: z.coerce.number().optional(),
  DelaySeconds: z.coerce.number().optional(),
  MaximumMessageSize: z.coerce.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.coerce.number().optional(),
  FifoQueue: z.boolean().optional(),
  RedrivePolicy: z
    .object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
    .optional(),
});

export type QueueDepth = {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
};

/** Creates the template's queues, or brings those of an earlier run up to the template. */
export async function createQueues(
  resources: StackResources,
  client: SQSClient,
  triesMax?: number,
): Promise<void> {
  for (const id of resources.ids('AWS::SQS::Queue')) {
    const { FifoQueue, RedrivePolicy, ...settings } = resources.properties(id, QueueProperties);
    const url = resources.ref(id);
    await client.send(
      new CreateQueueCommand({
        QueueName: new URL(url).pathname.split('/').at(-1),
        ...(FifoQueue && { Attributes: { FifoQueue: 'true' } }),
      }),
    );
    const attributes = Object.entries(settings).map(([key, value]) => [key, String(value)]);
    if (RedrivePolicy) {
      const policy = { ...RedrivePolicy, ...(triesMax && { maxReceiveCount: triesMax }) };
      attributes.push(['RedrivePolicy', JSON.stringify(policy)]);
    }
    if (attributes.length === 0) continue;
    await client.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: Object.fromEntries(attributes) }),
    );
  }
}

/** How many messages each queue holds, by logical id. */
export async function readQueueDepths(
  resources: StackResources,
  client: SQSClient,
): Promise<Record<string, QueueDepth>> {
  const depths: Record<string, QueueDepth> = {};
  for (const id of resources.ids('AWS::SQS::Queue')) {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: resources.ref(id), AttributeNames: ['All'] }),
    );
    depths[id] = {
      visible: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
      inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed'] ?? 0),
    };
  }
  return depths;
}
