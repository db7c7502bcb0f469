import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { LoweringSeen } from '#shared/models/at-moment.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import type { Lease, PushRecord, UntoldObligations } from '#shared/ports/push.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { ATTENTION } from './items/held-items.ts';
import { headKey, INDEX } from './items/keys.ts';
import { fromObligationItem } from './items/obligation-items.ts';
import { MARK, toAtMomentText, toMark, toSendingText } from './items/push-attributes.ts';
import { fromLoweringItem, LOWERING_KEY, toLoweringItem } from './items/setting-items.ts';
import { readItem } from './read-items.ts';

/** Marks on the heads of ledgers. */
export class DynamoDbUntoldObligations implements UntoldObligations {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listDue(now: string, limit: number): Promise<readonly string[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.attention,
        KeyConditionExpression: 'attention = :push AND attentionAt <= :now',
        ExpressionAttributeValues: { ':push': ATTENTION.push, ':now': now },
        Limit: limit,
      }),
    );
    return Items.map(({ pk }) => String(pk));
  }

  async countDrifts(limit: number): Promise<number> {
    const { Count = 0 } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.attention,
        KeyConditionExpression: 'attention = :drift',
        ExpressionAttributeValues: { ':drift': ATTENTION.drift },
        Select: 'COUNT',
        Limit: limit,
      }),
    );
    return Count;
  }

  async claim(obligationId: string, now: string, until: string): Promise<Obligation | undefined> {
    const claim = new UpdateCommand({
      TableName: this.#table,
      Key: headKey(obligationId),
      UpdateExpression: 'SET attentionAt = :until',
      ConditionExpression: 'attention = :push AND attentionAt <= :now',
      ExpressionAttributeValues: { ':push': ATTENTION.push, ':now': now, ':until': until },
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes } = await this.#client.send(claim);
      return Attributes && fromObligationItem(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  async record(lease: Lease, record: PushRecord): Promise<boolean> {
    const update = new UpdateCommand(recordUpdate(this.#table, lease, record));
    return unlessConditionFails(() => this.#client.send(update));
  }

  async findLowering(): Promise<LoweringSeen | undefined> {
    const item = await readItem(this.#client, this.#table, LOWERING_KEY);
    return item && fromLoweringItem(item);
  }

  async keepLowering(seen: LoweringSeen): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#table, Item: toLoweringItem(seen) }));
  }
}

function recordUpdate(
  table: string,
  { obligationId, until }: Lease,
  { atMoment, sending, untold, atSequence }: PushRecord,
) {
  const set: Record<string, unknown> = {
    ...(atMoment && { atMoment: toAtMomentText(atMoment) }),
    ...(sending && sending !== 'none' && { sending: toSendingText(sending) }),
    ...(untold && untold !== 'told' && toMark(untold)),
  };
  const removed = [
    ...(sending === 'none' ? ['sending'] : []),
    ...(untold ? MARK.filter((name) => !(name in set)) : []),
    // What it replaces.
    ...(atMoment ? ['balanceAtMoment', 'setAside'] : []),
  ];
  const assignments = Object.keys(set).map((name) => `${name} = :${name}`);
  const isOurs = 'attention = :push AND attentionAt = :lease';
  const nothingCame = atSequence === undefined ? '' : ' AND #sequence = :atSequence';
  return {
    TableName: table,
    Key: headKey(obligationId),
    UpdateExpression: [
      ...(assignments.length > 0 ? [`SET ${assignments.join(', ')}`] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: `${isOurs}${nothingCame}`,
    ExpressionAttributeNames: atSequence === undefined ? undefined : { '#sequence': 'sequence' },
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ':push': ATTENTION.push,
      ':lease': until,
      ...(atSequence !== undefined && { ':atSequence': atSequence }),
    },
  };
}
