import type { SQSEvent } from 'aws-lambda';

/** A batch as the event source mapping hands it to a function. */
export function toSqsEvent(
  messages: readonly { readonly id: string; readonly body: string }[],
): SQSEvent {
  return {
    Records: messages.map(({ id, body }) => ({
      messageId: id,
      receiptHandle: id,
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'webhook',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:events',
      awsRegion: 'eu-west-1',
    })),
  };
}
