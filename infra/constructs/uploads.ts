import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ImportEnv } from '#functions/import/env.ts';
import type { StageConfig } from '#infra/config.ts';
import type { UploadsConfig } from '#infra/uploads.ts';
import { acknowledge } from './acknowledge.ts';
import { EventQueue } from './event-queue.ts';
import { momentEnv, tableEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { ServiceFunction } from './service-function.ts';

export interface UploadsProps {
  readonly config: StageConfig;
  readonly uploads: UploadsConfig;
  readonly ledger: LedgerTable;
  readonly secrets: MomentSecrets;
}

/** As shared/models/upload.ts names its objects. */
const INCOMING = 'incoming/';
const OUTCOME = 'outcome/';
/** A slice ends a minute before: a function that dies is followed by another after six times this. */
const TIMEOUT = Duration.minutes(5);
/** As few as AWS lets be said: a file waits for the one before, and Moment is not asked by more at once. */
const CONCURRENCY_MAX = 2;

/** A file that is put into the bucket is a message; a function imports it, and tells itself by another what is left. */
export class Uploads extends Construct {
  readonly bucket: Bucket;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: UploadsProps) {
    super(scope, id);
    const { config, uploads, ledger, secrets } = props;
    const files = new EventQueue(this, 'Files', {
      consumerTimeout: TIMEOUT,
      batchSize: 1,
      batchingWindow: Duration.seconds(0),
      concurrencyMax: CONCURRENCY_MAX,
      removalPolicy: removalPolicyOf(config),
    });
    this.deadLetters = files.deadLetters;
    this.bucket = this.#createBucket(Duration.days(uploads.keptDays));
    this.#tell(files.queue);
    const { customers, accounts, bills } = uploads;
    const importer = new ServiceFunction(this, 'Import', {
      folder: 'import',
      description: 'Imports the files of balances and bills that are put into the bucket',
      timeout: TIMEOUT,
      // A whole processor: rows are read faster than they are done. And a few hundred bytes for each row of the largest file.
      memoryMiB: 1769,
      config,
      environment: {
        ...tableEnv(ledger),
        ...momentEnv(config, secrets),
        UPLOADS_BUCKET: this.bucket.bucketName,
        UPLOADS_QUEUE_URL: files.queue.queueUrl,
        UPLOAD_LAYOUTS: JSON.stringify({ customer: customers, account: accounts, bill: bills }),
      } satisfies Record<keyof ImportEnv, string>,
    });
    ledger.grantUses(importer, 'import');
    secrets.grantReading(importer, secrets.apiKey);
    if (importer.role) this.#grantFiles(importer.role);
    files.queue.grant(importer, 'sqs:SendMessage');
    files.feed(importer);
  }

  #createBucket(kept: Duration): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: kept, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      // What a first deployment that fails made is empty, and goes with it.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'Who put a file stands in each entry that came of it, and in its outcome: CloudTrail has data events for whoever asks',
    );
    return bucket;
  }

  /** Without the CDK's own way, a function that may change the notifications of every bucket of the account. */
  #tell(queue: Queue): void {
    const { account } = Stack.of(this);
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'BucketsOfThisAccountTell',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        // Not its ARN, since the bucket cannot be made before the queue lets it send; the function knows its bucket.
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: INCOMING }] } },
        },
      ],
    };
    this.bucket.node.addDependency(queue.node.findChild('Policy'));
  }

  #grantFiles(grantee: IGrantable): void {
    const name = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    for (const [action, folder] of [
      ['s3:GetObject', INCOMING],
      ['s3:PutObject', OUTCOME],
    ] as const) {
      const resources = [this.bucket.arnForObjects(`${folder}*`)];
      grantee.grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({ actions: [action], resources }),
      );
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::<${name}.Arn>/${folder}*]`,
        'All that is in this folder of this one bucket: its objects are named by whoever puts them',
      );
    }
  }
}
