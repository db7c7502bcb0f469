import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ProjectionType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface LedgerTableProps {
  /** `customer-managed` makes a key of its own, rotated yearly. */
  readonly encryption: 'aws-owned' | 'customer-managed';
}

/** What a new logical id would be: a new, empty table. A test holds on to it. */
const LOGICAL_ID = 'LedgerTable';

/** What DynamoDB does with the key in the caller's name (DynamoDB Developer Guide, encryption at rest). */
const KEY_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
];

const SETTLING = [
  'BatchGetItem',
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
];

/** The one table: obligations, entries, held events, references, intents. It outlives its stack. */
export class LedgerTable extends Construct {
  readonly table: TableV2;
  readonly #key: Key | undefined;

  constructor(scope: Construct, id: string, { encryption }: LedgerTableProps) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: [
        {
          indexName: 'statement',
          partitionKey: { name: 'obligationId', type: AttributeType.STRING },
          sortKey: { name: 'sequence', type: AttributeType.NUMBER },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [
            'type',
            'amount',
            'endingBalance',
            'currency',
            'paymentId',
            'paymentRequest',
            'description',
            'adjusts',
            'applied',
            'effectiveAt',
            'toldAt',
            'recordedAt',
          ],
        },
        {
          indexName: 'event',
          partitionKey: { name: 'eventId', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: 'attention',
          partitionKey: { name: 'attention', type: AttributeType.STRING },
          sortKey: { name: 'attentionAt', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['obligationId', 'eventId', 'paymentId', 'reason', 'receivedAt'],
        },
      ],
    });
    const resource = this.table.node.defaultChild as CfnGlobalTable;
    resource.overrideLogicalId(LOGICAL_ID);
    this.#key = encryption === 'customer-managed' ? this.#encrypt(resource) : undefined;
  }

  /** What settling an event needs. A transaction is authorised by the actions in it. */
  grantSettling(grantee: IGrantable & Construct): void {
    this.#grant(grantee, SETTLING);
  }

  /** The same, and the look-ups of what waits or was abandoned. */
  grantCommands(grantee: IGrantable & Construct): void {
    this.#grant(grantee, [...SETTLING, 'Query']);
  }

  grantReading(grantee: IGrantable & Construct): void {
    this.#grant(grantee, ['GetItem', 'Query']);
  }

  /** Whoever reads it as a whole, and no index of it. */
  grantScanning(grantee: IGrantable): void {
    const actions = ['dynamodb:Scan'];
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.tableArn] });
    this.#key?.grant(grantee, 'kms:Decrypt', 'kms:DescribeKey');
  }

  #grant(grantee: IGrantable & Construct, actions: string[]): void {
    this.table.grant(grantee, ...actions.map((action) => `dynamodb:${action}`));
    this.#key?.grant(grantee, ...KEY_ACTIONS);
    acknowledge(
      grantee,
      `AwsSolutions-IAM5[Resource::<${LOGICAL_ID}.Arn>/index/*]`,
      'index/* of this one table: its three indexes are all for this application',
    );
  }

  /** By hand, since TableV2 takes a key only where the region is known at synth. */
  #encrypt(table: CfnGlobalTable): Key {
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      // What a first deployment that fails made has encrypted nothing, and would cost money.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    table.addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS' });
    table.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: key.keyArn });
    return key;
  }
}
