import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { CreatedObject } from './created-object.ts';
import { isAllowed, Statement } from './policy.ts';
import { ACCOUNT_ID, REGION, type StackResources } from './stack-resources.ts';

const BucketProperties = z.object({
  NotificationConfiguration: z
    .object({
      QueueConfigurations: z
        .array(
          z.object({
            Event: z.literal('s3:ObjectCreated:*'),
            Queue: z.string(),
            Filter: z.object({
              S3Key: z.object({
                Rules: z.array(z.object({ Name: z.enum(['prefix', 'suffix']), Value: z.string() })),
              }),
            }),
          }),
        )
        .default([]),
    })
    .optional(),
});
const Service = z.object({ Service: z.string() });
const Policy = z.object({
  Queues: z.array(z.string()),
  PolicyDocument: z.object({ Statement: z.array(z.looseObject({ Principal: z.unknown() })) }),
});

type Notification = {
  readonly bucket: string;
  readonly queueUrl: string;
  isOf(key: string): boolean;
};

/** Tells the template's queues of the objects that are put into its buckets, as S3 does. */
export class BucketNotifications {
  readonly #onWarning: (text: string) => void;
  #notifications: readonly Notification[] = [];
  #client: SQSClient | undefined;
  #sequencer = Date.now();

  constructor(onWarning: (text: string) => void) {
    this.#onWarning = onWarning;
  }

  /** @throws Error where a queue does not let the bucket send: S3 asks, and makes no such bucket */
  load(resources: StackResources, client: SQSClient): void {
    this.#client = client;
    this.#notifications = resources
      .ids('AWS::S3::Bucket')
      .flatMap((id) => readNotifications(id, resources));
  }

  readonly created = (object: CreatedObject): void => {
    for (const { bucket, queueUrl, isOf } of this.#notifications) {
      if (bucket !== object.bucket || !isOf(object.key)) continue;
      void this.#send(queueUrl, this.#toEvent(object)).catch((error: unknown) =>
        this.#onWarning(`${queueUrl} is not told of ${object.key}: ${String(error)}`),
      );
    }
  };

  async #send(QueueUrl: string, event: object): Promise<void> {
    await this.#client?.send(
      new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }),
    );
  }

  /** Amazon S3 User Guide, event message structure, as far as it has a meaning here. */
  #toEvent({ bucket, key, size, eTag, eventName, accessKeyId }: CreatedObject): object {
    this.#sequencer += 1;
    const record = {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: REGION,
      eventTime: new Date().toISOString(),
      eventName,
      userIdentity: { principalId: `AWS:${accessKeyId}` },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      s3: {
        s3SchemaVersion: '1.0',
        bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
        object: {
          key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
          size,
          eTag,
          sequencer: this.#sequencer.toString(16).toUpperCase().padStart(18, '0'),
        },
      },
    };
    return { Records: [record] };
  }
}

function readNotifications(id: string, resources: StackResources): readonly Notification[] {
  const { NotificationConfiguration } = resources.properties(id, BucketProperties);
  return (NotificationConfiguration?.QueueConfigurations ?? []).map(({ Queue, Filter }) => {
    const queue = resources.ids('AWS::SQS::Queue').find((each) => resources.arn(each) === Queue);
    if (queue === undefined) throw new Error(`${id} tells ${Queue}, which is no queue here`);
    refuseSilence(id, queue, resources);
    const { Rules } = Filter.S3Key;
    return {
      bucket: resources.ref(id),
      queueUrl: resources.ref(queue),
      isOf: (key) =>
        Rules.every(({ Name, Value }) =>
          Name === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
        ),
    };
  });
}

function refuseSilence(bucket: string, queue: string, resources: StackResources): void {
  const statements = resources
    .ids('AWS::SQS::QueuePolicy')
    .map((id) => resources.properties(id, Policy))
    .filter(({ Queues }) => Queues.includes(resources.ref(queue)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Principal }) => Service.safeParse(Principal).data?.Service === 's3.amazonaws.com')
    .map(({ Principal: _, ...statement }) => Statement.parse(statement));
  const access = {
    action: 'sqs:SendMessage',
    resource: resources.arn(queue),
    context: {
      'aws:SourceAccount': [ACCOUNT_ID],
      'aws:SourceArn': [resources.arn(bucket)],
    },
  };
  if (isAllowed(statements, access)) return;
  throw new Error(`${bucket} cannot be made: ${queue} does not let it send`);
}
