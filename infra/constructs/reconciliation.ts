import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ReconcileEnv } from '#functions/reconcile/env.ts';
import type { WebhookEnv } from '#functions/webhook/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { EventQueue } from './event-queue.ts';
import { settlingEnv, signingKeysEnv, tableEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import { notice } from './notice.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { metricsNamespace, ServiceFunction } from './service-function.ts';

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
        ...signingKeysEnv(secrets),
        TOLERANCE_SECONDS: String(config.toleranceSeconds),
        ...(config.webhookSources ? { WEBHOOK_SOURCES: config.webhookSources.join(',') } : {}),
      } satisfies Record<keyof Omit<WebhookEnv, 'WEBHOOK_SOURCES'>, string>,
      reservedConcurrency: config.reservedConcurrency?.webhook,
    });
    countRefusals(webhook);
    events.queue.grant(webhook, 'sqs:SendMessage');
    secrets.grantReading(webhook, secrets.signingKeys);

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
        ...signingKeysEnv(secrets),
        DEAD_LETTERS_URL: events.deadLetters.queueUrl,
      } satisfies Record<keyof ReconcileEnv, string>,
      reservedConcurrency: config.reservedConcurrency?.reconcile,
    });
    ledger.grantUses(reconcile, 'reconcile');
    secrets.grantReading(reconcile, secrets.signingKeys);
    events.deadLetters.grant(reconcile, 'sqs:SendMessage');
    events.feed(reconcile);
    this.#tellOfConcurrency(config);

    this.webhook = webhook;
    this.queue = events.queue;
    this.deadLetters = events.deadLetters;
  }

  #tellOfConcurrency({ reconcile: { concurrencyMax }, reservedConcurrency }: StageConfig): void {
    notice(
      this,
      'Concurrency',
      `The consumer may run ${concurrencyMax} functions at once (reconcile.concurrencyMax); a new AWS account has 10 for all, the webhook among them: docs/deploy.md#lambdas-concurrency`,
    );
    if (!reservedConcurrency) return;
    const { webhook = 0, reconcile = 0 } = reservedConcurrency;
    notice(
      this,
      'ReservedConcurrency',
      `${webhook + reconcile} functions at once are reserved: AWS takes that only where it leaves 100 to all others: docs/deploy.md#lambdas-concurrency`,
    );
  }
}

/** A line of the log is a count of a metric: a record of metrics beside it would cost as much again. */
function countRefusals({ logGroup, stack }: ServiceFunction): void {
  logGroup.addMetricFilter('DeliveriesRefused', {
    filterPattern: FilterPattern.any(
      FilterPattern.stringValue('$.message', '=', 'request.refused'),
      FilterPattern.stringValue('$.message', '=', 'request.failed'),
    ),
    metricNamespace: metricsNamespace(stack),
    metricName: 'DeliveriesRefused',
    dimensions: { outcome: '$.code' },
  });
}
