import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfig } from '#infra/config.ts';
import type { EventsConfig } from '#infra/events.ts';
import { acknowledge } from './acknowledge.ts';
import { RETENTION } from './event-queue.ts';
import type { LedgerTable } from './ledger-table.ts';
import { notice } from './notice.ts';
import { PUBLISHED_EVENTS, type PublishedEvent, SOURCE } from './published-events.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface EventsOutProps {
  readonly config: Pick<StageConfig, 'removable' | 'restoredTable'>;
  readonly events: EventsConfig;
  readonly ledger: LedgerTable;
}

/** EventBridge API Reference, PutEvents: a pipe takes no larger batch than its target. */
const BATCH_MAX = 10;
/** Half of what the stream keeps: the other half is for whoever reads what the dead letter names. */
const RECORD_AGE_MAX = Duration.hours(12);

/** Table stream, pipes, the merchant's bus: what the ledger writes is published, with no code of ours in between. */
export class EventsOut extends Construct {
  readonly deadLetters: Queue;
  /** By name. */
  readonly pipes: readonly CfnPipe[];

  constructor(scope: Construct, id: string, { config, events, ledger }: EventsOutProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: removalPolicyOf(config),
    });
    acknowledge(
      this.deadLetters,
      'AwsSolutions-SQS3',
      'It is where the pipes put what they give up, which the rule does not see',
    );
    const busArn = Stack.of(this).formatArn({
      service: 'events',
      resource: 'event-bus',
      resourceName: events.bus,
    });
    if (config.restoredTable !== undefined) {
      notice(
        this,
        'NothingIsPublished',
        "Nothing is published while restoredTable is set: the pipes read the stream of the stack's own table: docs/events.md#after-a-restore",
      );
    }
    const role = this.#role(ledger, busArn);
    this.pipes = Object.entries(PUBLISHED_EVENTS).map(([name, published]) => {
      const pipe = this.#pipe(name, published, { role, busArn, streamArn: ledger.streamArn });
      pipe.node.addDependency(role);
      return pipe;
    });
  }

  #pipe(
    id: string,
    { detailType, patterns, detail }: PublishedEvent,
    at: { readonly role: Role; readonly busArn: string; readonly streamArn: string },
  ): CfnPipe {
    return new CfnPipe(this, id, {
      roleArn: at.role.roleArn,
      source: at.streamArn,
      sourceParameters: {
        dynamoDbStreamParameters: {
          // All that the stream has: nothing falls between the stream's beginning and the pipe's.
          startingPosition: 'TRIM_HORIZON',
          batchSize: BATCH_MAX,
          parallelizationFactor: 1,
          maximumRetryAttempts: -1,
          maximumRecordAgeInSeconds: RECORD_AGE_MAX.toSeconds(),
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
          deadLetterConfig: { arn: this.deadLetters.queueArn },
        },
        filterCriteria: {
          filters: patterns.map((pattern) => ({ pattern: JSON.stringify(pattern) })),
        },
      },
      target: at.busArn,
      targetParameters: {
        eventBridgeEventBusParameters: { source: SOURCE, detailType },
        inputTemplate: JSON.stringify(detail),
      },
    });
  }

  /** What reading that stream, putting on that bus and giving up needs (EventBridge User Guide, pipes' permissions). */
  #role(ledger: LedgerTable, busArn: string): Role {
    const { account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    const grant = (resource: string, ...actions: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    grant(
      ledger.streamArn,
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    );
    grant(busArn, 'events:PutEvents');
    grant(this.deadLetters.queueArn, 'sqs:SendMessage');
    ledger.grantReadingKey(role);
    return role;
  }
}
