import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ServiceError } from '#shared/errors.ts';
import { type Delivery, toQueueMessage } from '#shared/models/delivery.ts';
import type { DeliveryQueue } from '#shared/ports/queue.ts';

export class SqsDeliveryQueue implements DeliveryQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async put(delivery: Delivery, groupId: string | undefined): Promise<void> {
    const command = new SendMessageCommand({
      QueueUrl: this.#queueUrl,
      MessageBody: toQueueMessage(delivery),
      // On a standard queue this asks for fairness between groups, not for order (SQS, fair queues).
      MessageGroupId: groupId,
    });
    try {
      await this.#client.send(command);
    } catch (cause) {
      throw new ServiceError(
        'queue.unavailable',
        'The delivery could not be stored; send it again',
        { cause },
      );
    }
  }
}
