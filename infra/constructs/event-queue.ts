import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface EventQueueProps {
  /** Longest that one batch may take. The visibility timeout follows from it. */
  readonly consumerTimeout: Duration;
  readonly batchSize: number;
  readonly batchingWindow: Duration;
  readonly concurrencyMax: number;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * How often a message is tried before it is dead. A throttled table sends whole batches back, so this many
 * times the visibility timeout is how long it may be throttled before healthy messages are given up.
 */
const RECEIVES_MAX = 10;
/**
 * The longest that SQS keeps a message, counted from when it was first sent, among the dead letters too: the
 * alarm on the oldest message comes days before either deletes one.
 */
export const RETENTION = Duration.days(14);

/** A queue and its dead-letter queue. Neither makes sense without the other. */
export class EventQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #props: EventQueueProps;

  constructor(scope: Construct, id: string, props: EventQueueProps) {
    super(scope, id);
    this.#props = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: props.removalPolicy,
    });
    this.queue = new Queue(this, 'Queue', {
      // AWS Lambda Developer Guide, SQS event sources: six times the timeout, and the batching window.
      visibilityTimeout: Duration.seconds(
        6 * props.consumerTimeout.toSeconds() + props.batchingWindow.toSeconds(),
      ),
      retentionPeriod: RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: props.removalPolicy,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES_MAX },
    });
  }

  feed(consumer: IFunction): void {
    const { batchSize, batchingWindow, concurrencyMax } = this.#props;
    // What Lambda does in the function's name (its managed policy AWSLambdaSQSQueueExecutionRole), and no more.
    this.queue.grant(consumer, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes');
    consumer.addEventSourceMapping('Queue', {
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxBatchingWindow: batchingWindow,
      maxConcurrency: concurrencyMax,
      reportBatchItemFailures: true,
    });
  }
}
