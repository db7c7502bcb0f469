import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ReportEnv } from '#functions/report/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { acknowledge } from './acknowledge.ts';
import { grantFolders } from './folder-of-bucket.ts';
import { tableEnv, zoneEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import { schedule } from './schedule.ts';
import { ServiceFunction } from './service-function.ts';

export interface ReportsProps {
  readonly config: StageConfig;
  readonly ledger: LedgerTable;
}

/** As shared/aws/s3-ageing-snapshots.ts and s3-day-summaries.ts name their objects. */
const AGEING = 'ageing/';
const SUMMARIES = 'summaries/';
export type ReportFolder = typeof AGEING | typeof SUMMARIES;
/** A year can be asked for, and how it was a year before. */
const KEPT = Duration.days(400);

/** What finance reads of days that are over: written down once a day, and made anew from the ledger if it is lost. */
export class Reports extends Construct {
  readonly #bucket: Bucket;

  constructor(scope: Construct, id: string, { config, ledger }: ReportsProps) {
    super(scope, id);
    this.#bucket = this.#createBucket();
    const report = new ServiceFunction(this, 'Function', {
      folder: 'report',
      description: 'Writes down once a day what is owed, by age, and what happened',
      // As long as there is: what is left the next run does.
      timeout: Duration.minutes(15),
      memoryMiB: 1024,
      config,
      environment: {
        ...tableEnv(ledger),
        ...zoneEnv(config),
        ...this.env(),
      } satisfies Record<keyof ReportEnv, string>,
    });
    ledger.grantUses(report, 'report');
    if (report.role) {
      grantFolders(this.#bucket, report.role, { reads: [AGEING], writes: [AGEING, SUMMARIES] });
    }
    schedule(this, report, Duration.hours(1));
  }

  get bucketName(): string {
    return this.#bucket.bucketName;
  }

  /** What whoever reads or writes reports is told: `ReportsEnv` of shared/lambda/env-parts.ts. */
  env() {
    return { REPORTS_BUCKET: this.bucketName };
  }

  grantReading(grantee: IRole, reads: readonly ReportFolder[]): void {
    grantFolders(this.#bucket, grantee, { reads, writes: [] });
  }

  #createBucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: KEPT }],
      // What a first deployment that fails made is empty, and goes with it.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'One function writes and two read, and API Gateway logs who asked: CloudTrail has data events for whoever asks',
    );
    return bucket;
  }
}
