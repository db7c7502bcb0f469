import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ReconcileEnv } from '#functions/reconcile/env.ts';
import type { WebhookEnv } from '#functions/webhook/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { EventQueue } from './event-queue.ts';
import { settlingEnv, tableEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import { notice } from './notice.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { ServiceFunction } from './service-function.ts';

export interface ReconciliationProps {
  readonly config: StageConfig;
  readonly ledger: LedgerTable;
  readonly secrets: MomentSecrets;
}

/** The path of a payment: webhook, queue, reconcile. */
export class Reconciliation extends Construct {
  readonly webhook: IFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { config, ledger, secrets }: ReconciliationProps) {
    super(scope, id);
    const { batchSize, windowSeconds, concurrencyMax } = config.reconcile;
    // A batch takes well under a second; a minute covers throttling and conflicts that are waited out.
    const consumerTimeout = Duration.seconds(60);
    const events = new EventQueue(this, 'Events', {
      consumerTimeout,
      batchSize,
      batchingWindow: Duration.seconds(windowSeconds),
      concurrencyMax,
      removalPolicy: removalPolicyOf(config),
    });
    const webhook = new ServiceFunction(this, 'Webhook', {
      folder: 'webhook',
      description: "Verifies Moment's deliveries and queues them",
      // Moment is assumed to give up at 15 s; until then an answer is worth having.
      timeout: Duration.seconds(10),
      // CPU comes with memory, and a cold start is all CPU.
      memoryMiB: 512,
      config,
      environment: {
        QUEUE_URL: events.queue.queueUrl,
        SIGNING_KEYS_SECRET: secrets.signingKeys.secretArn,
        TOLERANCE_SECONDS: String(config.toleranceSeconds),
      } satisfies Record<keyof WebhookEnv, string>,
    });
    events.queue.grantSendMessages(webhook);
    secrets.signingKeys.grantRead(webhook);

    const reconcile = new ServiceFunction(this, 'Reconcile', {
      folder: 'reconcile',
      description: 'Reconciles payments with balances, exactly once',
      timeout: consumerTimeout,
      // A batch of large events is some 20 MB in memory, parsed and copied.
      memoryMiB: 512,
      config,
      environment: {
        ...tableEnv(ledger),
        ...settlingEnv(config),
      } satisfies Record<keyof ReconcileEnv, string>,
    });
    ledger.grantSettling(reconcile);
    events.feed(reconcile);
    notice(
      this,
      'Concurrency',
      `The consumer may run ${concurrencyMax} functions at once (reconcile.concurrencyMax); a new AWS account has 10 for all, the webhook among them: docs/deploy.md#lambdas-concurrency`,
    );

    this.webhook = webhook;
    this.queue = events.queue;
    this.deadLetters = events.deadLetters;
  }
}
