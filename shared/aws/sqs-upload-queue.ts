import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { toSliceMessage } from '#shared/models/upload-message.ts';
import type { UploadSlice } from '#shared/models/upload-slice.ts';
import type { UploadQueue } from '#shared/ports/uploads.ts';

export class SqsUploadQueue implements UploadQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async goOn(slice: UploadSlice): Promise<void> {
    await this.#client.send(
      new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody: toSliceMessage(slice) }),
    );
  }
}
