import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '#shared/errors.ts';
import type { Intent, StoredAnswer } from '#shared/models/intent.ts';
import type { IntentStore } from '#shared/ports/intents.ts';
import { ATTENTION, fromIntentItem, INDEX, intentPk, toIntentItem } from './ledger-items.ts';

const UNFINISHED = 'attribute_exists(pk) AND attribute_not_exists(answer)';

/** Intents beside the ledger, in the same table. */
export class DynamoDbIntentStore implements IntentStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async begin(intent: Intent) {
    const put = new PutCommand({
      TableName: this.#table,
      Item: toIntentItem(intent),
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    const begun = await this.#unlessConditionFails(() => this.#client.send(put));
    if (begun) return { kind: 'begun' as const };
    const stored = await this.find(intent.key);
    if (stored) return { kind: 'exists' as const, intent: stored };
    throw new ServiceError(
      'ledger.busy',
      'Another request with this Idempotency-Key ended just now; send this one again',
    );
  }

  async find(key: string): Promise<Intent | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { pk: intentPk(key) },
      ConsistentRead: true,
    });
    const { Item } = await this.#client.send(command);
    return Item && fromIntentItem(Item);
  }

  async replaceMomentKey(key: string, spent: string, fresh: string): Promise<string> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { pk: intentPk(key) },
      UpdateExpression: 'SET momentKey = :fresh',
      ConditionExpression: `${UNFINISHED} AND momentKey = :spent`,
      ExpressionAttributeValues: { ':fresh': fresh, ':spent': spent },
    });
    const replaced = await this.#unlessConditionFails(() => this.#client.send(update));
    return replaced ? fresh : ((await this.find(key))?.momentKey ?? fresh);
  }

  async finish(key: string, answer: StoredAnswer): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { pk: intentPk(key) },
      UpdateExpression: 'SET answer = :answer REMOVE attention, attentionSince',
      ConditionExpression: UNFINISHED,
      ExpressionAttributeValues: { ':answer': answer },
    });
    await this.#unlessConditionFails(() => this.#client.send(update));
  }

  async discard(key: string): Promise<void> {
    const remove = new DeleteCommand({
      TableName: this.#table,
      Key: { pk: intentPk(key) },
      ConditionExpression: 'attribute_not_exists(answer)',
    });
    await this.#unlessConditionFails(() => this.#client.send(remove));
  }

  async listAbandoned({
    triedBefore,
    limit,
  }: {
    triedBefore: string;
    limit: number;
  }): Promise<readonly Intent[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.attention,
        KeyConditionExpression: 'attention = :intent AND attentionSince < :before',
        ExpressionAttributeValues: { ':intent': ATTENTION.intent, ':before': triedBefore },
        Limit: limit,
      }),
    );
    const intents = await Promise.all(
      Items.map(({ pk }) => this.find(String(pk).slice(intentPk('').length))),
    );
    return intents.filter((intent) => intent !== undefined && !intent.answer) as Intent[];
  }

  async markTried(key: string, at: string): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { pk: intentPk(key) },
      UpdateExpression: 'SET attentionSince = :at ADD tries :one',
      ConditionExpression: UNFINISHED,
      ExpressionAttributeValues: { ':at': at, ':one': 1 },
    });
    await this.#unlessConditionFails(() => this.#client.send(update));
  }

  /** Whether it was written: a failed condition says that somebody else was first. */
  async #unlessConditionFails(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
