import { CfnOutput } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Anchors } from './anchors.ts';
import type { HttpApi } from './http-api.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MomentSecrets } from './moment-secrets.ts';
import type { Reports } from './reports.ts';
import type { Uploads } from './uploads.ts';

export interface OutputsProps {
  readonly api: HttpApi;
  readonly ledger: LedgerTable;
  readonly secrets: MomentSecrets;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly anchors: Anchors;
  readonly reports: Reports;
  readonly uploads: Uploads | undefined;
}

/** What the person who deployed needs next. */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, props: OutputsProps) {
    super(scope, id);
    const { api, ledger, secrets, queue, deadLetters, anchors, reports, uploads } = props;
    this.#print('WebhookUrl', api.webhookUrl, "Ask Moment's customer success to register this URL");
    this.#print('ApiUrl', api.url, 'Where your backend calls this API');
    this.#print('ApiId', api.id, 'For the policies of whoever may call it');
    this.#print(
      'MomentApiKeySecret',
      secrets.apiKey.secretName,
      "Fill in Moment's API key (sk_...), as plain text",
    );
    this.#print(
      'SigningKeysSecret',
      secrets.signingKeys.secretName,
      'Fill in the signing keys: {"2026-11": "whsec_..."}',
    );
    this.#print('TableName', ledger.table.tableName, 'The ledger');
    this.#print('QueueUrl', queue.queueUrl, 'Deliveries wait here until they are reconciled');
    this.#print(
      'DeadLetterQueueUrl',
      deadLetters.queueUrl,
      'Events that could not be reconciled wait here',
    );
    this.#print(
      'AnchorsBucketName',
      anchors.bucket.bucketName,
      'What the ledger was on each day, locked',
    );
    this.#print('ReportsBucketName', reports.bucketName, 'What was owed at the end of each day');
    if (!uploads) return;
    this.#print(
      'UploadsBucketName',
      uploads.bucket.bucketName,
      'Files that are put into incoming/KIND/CURRENCY/ are imported; outcome/ says what came of each',
    );
    this.#print(
      'UploadsDeadLetterQueueUrl',
      uploads.deadLetters.queueUrl,
      'Files that could not be imported to their end wait here',
    );
  }

  #print(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description }).overrideLogicalId(name);
  }
}
