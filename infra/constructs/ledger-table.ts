import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { TABLE_USES, type TableUse, type TableUser } from './table-uses.ts';

export interface LedgerTableProps {
  /** `customer-managed` makes a key of its own, rotated yearly. */
  readonly encryption: 'aws-owned' | 'customer-managed';
  /** The name of a table that was restored, to be used in place of the stack's own. @default the stack's own */
  readonly restoredTable?: string | undefined;
  /** Whether what is written to it can be read from a stream for a day. @default false */
  readonly hasStream?: boolean;
}

/** What a new logical id would be: a new, empty table. A test holds on to it. */
const LOGICAL_ID = 'LedgerTable';

/** What DynamoDB does with the key in the caller's name (DynamoDB Developer Guide, encryption at rest). */
const READ_KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE_KEY_ACTIONS = [
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** The one table: obligations, entries, held events, references, intents. It outlives its stack. */
export class LedgerTable extends Construct {
  /** The one in use. */
  readonly table: Pick<TableV2, 'tableName' | 'tableArn'>;
  readonly #key: Key | undefined;
  readonly #streamArn: string | undefined;

  constructor(scope: Construct, id: string, props: LedgerTableProps) {
    super(scope, id);
    const { encryption, restoredTable, hasStream = false } = props;
    const own = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Of what is deleted nothing is in it, so that an erasure begins no further day.
      ...(hasStream && { dynamoStream: StreamViewType.NEW_IMAGE }),
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
        {
          // Of the heads alone, and of what in them never changes: a payment writes none of its rows.
          indexName: 'reference',
          partitionKey: { name: 'kind', type: AttributeType.STRING },
          sortKey: { name: 'externalReference', type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          // Of the entries, as a summary of a period adds them up.
          indexName: 'recorded',
          partitionKey: { name: 'type', type: AttributeType.STRING },
          sortKey: { name: 'recordedAt', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['amount', 'currency'],
        },
      ],
    });
    const resource = own.node.defaultChild as CfnGlobalTable;
    resource.overrideLogicalId(LOGICAL_ID);
    this.#streamArn = own.tableStreamArn;
    this.#key = encryption === 'customer-managed' ? this.#encrypt(resource) : undefined;
    this.table =
      restoredTable === undefined
        ? own
        : // A restore keeps the indexes, and by default the key.
          TableV2.fromTableAttributes(this, 'Restored', {
            tableName: restoredTable,
            grantIndexPermissions: true,
          });
  }

  /** What copying the whole of it needs, where it has a key of its own. */
  grantDecryption(grantee: IGrantable): void {
    this.#key?.grantDecrypt(grantee);
  }

  /** @throws Error where the table has none */
  get streamArn(): string {
    if (this.#streamArn === undefined) throw new Error('The table has no stream');
    return this.#streamArn;
  }

  /** Lets DynamoDB use the table's own key, where it has one, for whoever reads its stream. */
  grantReadingKey(grantee: IGrantable): void {
    this.#grantKey(grantee, READ_KEY_ACTIONS);
  }

  /** Lets a function do to the table what its code does, and nothing else. */
  grantUses(grantee: IGrantable, user: TableUser): void {
    const uses: readonly TableUse[] = TABLE_USES[user];
    for (const use of uses) this.#grant(grantee, use);
    const isWriter = uses.some(({ actions }) => WRITES.some((write) => actions.includes(write)));
    this.#grantKey(
      grantee,
      isWriter ? [...READ_KEY_ACTIONS, ...WRITE_KEY_ACTIONS] : READ_KEY_ACTIONS,
    );
  }

  #grantKey(grantee: IGrantable, actions: string[]): void {
    if (!this.#key) return;
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions,
        resources: [this.#key.keyArn],
        // Only DynamoDB uses it in the grantee's name, and no call of its own.
        conditions: {
          StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` },
        },
      }),
    );
  }

  /** All of these actions name a partition, so that `ForAllValues` never has none to look at. */
  #grant(grantee: IGrantable, { actions, index, keys }: TableUse): void {
    const { tableArn } = this.table;
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [index === undefined ? tableArn : `${tableArn}/index/${index}`],
        ...(keys && {
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...keys] } },
        }),
      }),
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
