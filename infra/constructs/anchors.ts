import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { AnchorEnv } from '#functions/anchor/env.ts';
import type { StageConfig } from '#infra/config.ts';
import { acknowledge } from './acknowledge.ts';
import { grantFolders } from './folder-of-bucket.ts';
import { tableEnv } from './function-env.ts';
import type { LedgerTable } from './ledger-table.ts';
import { schedule } from './schedule.ts';
import { ServiceFunction } from './service-function.ts';

export interface AnchorsProps {
  readonly config: StageConfig;
  readonly ledger: LedgerTable;
}

/** As shared/aws/s3-anchors.ts names its objects. */
const FOLDER = 'anchors/';

/** What the ledger was on each day: written once, and locked for as long as the stage says. */
export class Anchors extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { config, ledger }: AnchorsProps) {
    super(scope, id);
    this.bucket = this.#createBucket(config.anchors);
    const anchor = new ServiceFunction(this, 'Function', {
      folder: 'anchor',
      description: 'Writes down once a day what every balance ends with',
      // As long as there is: a table of 10 GB takes some ten minutes, and what is left the next run does.
      timeout: Duration.minutes(15),
      memoryMiB: 512,
      config,
      environment: {
        ...tableEnv(ledger),
        ANCHORS_BUCKET: this.bucket.bucketName,
      } satisfies Record<keyof AnchorEnv, string>,
    });
    ledger.grantUses(anchor, 'anchor');
    if (anchor.role) {
      grantFolders(this.bucket, anchor.role, { reads: [FOLDER], writes: [FOLDER] });
      this.#refuseOtherWriters(anchor.role);
    }
    schedule(this, anchor, Duration.hours(1));
  }

  #createBucket({ mode, retentionDays }: StageConfig['anchors']): Bucket {
    const retention = Duration.days(retentionDays);
    const bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention[mode](retention),
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [
        { expiration: retention, noncurrentVersionExpiration: Duration.days(1) },
        { expiredObjectDeleteMarker: true },
      ],
      // What a first deployment that fails made is empty, and goes with it.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'Nobody can change or delete an object, and who reads one learns ids and hashes: CloudTrail has data events for whoever asks',
    );
    return bucket;
  }

  /** Object Lock keeps what is there; an anchor of tomorrow could still be put there today. */
  #refuseOtherWriters(role: IRole): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OnlyTheFunctionWrites',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    );
  }
}
