import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ServiceError } from '#shared/errors.ts';
import type { DeadLetters, DeadReason } from '#shared/ports/queue.ts';

/** Sends to the dead-letter queue what no further try would settle. SQS moves there what failed too often. */
export class SqsDeadLetters implements DeadLetters {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async bury(message: string, reason: DeadReason, messageId: string): Promise<void> {
    const command = new SendMessageCommand({
      QueueUrl: this.#queueUrl,
      MessageBody: message,
      // A person who looks at the queue tells it from what failed too often.
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: reason },
        messageId: { DataType: 'String', StringValue: messageId },
      },
    });
    try {
      await this.#client.send(command);
    } catch (cause) {
      throw new ServiceError('queue.unavailable', 'The message could not be kept', { cause });
    }
  }
}
