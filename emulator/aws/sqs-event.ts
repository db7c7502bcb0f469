import type { Message } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { REGION } from './stack-resources.ts';

/** What Lambda hands to a function at once (Lambda quotas, synchronous invocation payload). */
const PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

const BatchResponse = z
  .object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
  })
  .nullish();

export function toSqsEvent(batch: readonly Message[], eventSourceARN: string): SQSEvent {
  return {
    Records: batch.map((message) => ({
      messageId: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      attributes: (message.Attributes ?? {}) as SQSEvent['Records'][number]['attributes'],
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
          name,
          { stringValue: attribute.StringValue, dataType: attribute.DataType ?? 'String' },
        ]),
      ),
      md5OfBody: message.MD5OfBody ?? '',
      eventSource: 'aws:sqs',
      eventSourceARN,
      awsRegion: REGION,
    })),
  };
}

/**
 * Which messages a function says have failed. An answer that Lambda would not understand, or one that names a
 * message that was not in the batch, fails the whole batch (Lambda Developer Guide, partial batch responses).
 */
export function failedMessageIds(result: unknown, batch: ReadonlySet<string>): ReadonlySet<string> {
  const parsed = BatchResponse.safeParse(result);
  if (!parsed.success) return batch;
  const ids = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return ids.every((id) => batch.has(id)) ? new Set(ids) : batch;
}

/** Splits a batch where it would be too large for one invocation. */
export function chunkBySize(messages: readonly Message[]): Message[][] {
  const chunks: Message[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(message));
    if (bytes + size > PAYLOAD_BYTES_MAX) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(message);
    bytes += size;
  }
  return chunks;
}
