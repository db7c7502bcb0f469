import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '#shared/errors.ts';
import { isCreation, type NewReference, referencesOf } from '#shared/models/creation.ts';
import type { AnyCreationIntent, Intent } from '#shared/models/intent.ts';
import type { Begun, IntentStore } from '#shared/ports/intents.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { ATTENTION } from './items/held-items.ts';
import {
  FINISH_CREATION,
  FINISH_PRESENTATION,
  fromIntentItem,
  intentKeyOf,
  toIntentItem,
} from './items/intent-items.ts';
import { INDEX, intentKey, referenceKey } from './items/keys.ts';
import { fromReferenceItem } from './items/obligation-items.ts';
import { putOnce } from './ledger-writes.ts';
import { readItem } from './read-items.ts';
import { transact } from './transact.ts';

const UNFINISHED = 'attribute_exists(pk) AND attribute_not_exists(done)';

/** Intents beside the ledger, in the same table. */
export class DynamoDbIntentStore implements IntentStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async begin(intent: Intent, dueAt: string): Promise<Begun> {
    const put = putOnce(this.#table, toIntentItem(intent, dueAt));
    if (isCreation(intent)) return this.#beginCreation(intent, put);
    if (await unlessConditionFails(() => this.#client.send(new PutCommand(put)))) {
      return { kind: 'begun' };
    }
    return this.#exists(intent.key);
  }

  async find(key: string): Promise<Intent | undefined> {
    const item = await readItem(this.#client, this.#table, intentKey(key));
    return item && fromIntentItem(item);
  }

  async replaceMomentKey(key: string, spent: string, fresh: string): Promise<void> {
    await this.#update(key, {
      UpdateExpression: 'SET momentKey = :fresh',
      ConditionExpression: `${UNFINISHED} AND momentKey = :spent`,
      ExpressionAttributeValues: { ':fresh': fresh, ':spent': spent },
    });
  }

  async finish(key: string, done: NonNullable<Intent['done']>): Promise<void> {
    await this.#update(key, {
      ...('obligationId' in done ? FINISH_CREATION : FINISH_PRESENTATION),
      ConditionExpression: UNFINISHED,
      ExpressionAttributeValues: { ':done': done },
    });
  }

  async discard(intent: Intent, momentKey: string): Promise<void> {
    const remove = {
      TableName: this.#table,
      Key: intentKey(intent.key),
      ConditionExpression: `${UNFINISHED} AND momentKey = :momentKey`,
      ExpressionAttributeValues: { ':momentKey': momentKey },
    };
    if (!isCreation(intent)) {
      await unlessConditionFails(() => this.#client.send(new DeleteCommand(remove)));
      return;
    }
    const giveUp = referencesOf(intent).map((reference) => ({
      TableName: this.#table,
      Key: keyOf(reference),
      ConditionExpression: 'intentKey = :intentKey',
      ExpressionAttributeValues: { ':intentKey': intent.key },
    }));
    const cancelled = await transact(this.#client, [
      { Delete: remove },
      ...giveUp.map((Delete) => ({ Delete })),
    ]);
    if (cancelled?.includes('conflict')) throw busy();
  }

  async listDue(now: string, limit: number): Promise<readonly string[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.attention,
        KeyConditionExpression: 'attention = :intent AND attentionAt <= :now',
        ExpressionAttributeValues: { ':intent': ATTENTION.intent, ':now': now },
        Limit: limit,
      }),
    );
    return Items.map(intentKeyOf);
  }

  async markTried(key: string, nextAt: string): Promise<void> {
    await this.#update(key, {
      UpdateExpression: 'SET attentionAt = :nextAt ADD tries :one',
      ConditionExpression: UNFINISHED,
      ExpressionAttributeValues: { ':nextAt': nextAt, ':one': 1 },
    });
  }

  /** The intent and its references, together. */
  async #beginCreation(intent: AnyCreationIntent, put: ReturnType<typeof putOnce>): Promise<Begun> {
    const references = referencesOf(intent);
    const cancelled = await transact(this.#client, [
      { Put: put },
      ...references.map((reference) => ({
        Put: putOnce(this.#table, { ...keyOf(reference), intentKey: intent.key }),
      })),
    ]);
    if (!cancelled) return { kind: 'begun' };
    if (cancelled[0] === 'condition') return this.#exists(intent.key);
    const refused = references.find((_, index) => cancelled[index + 1] === 'condition');
    if (!refused) throw busy();
    const item = await readItem(this.#client, this.#table, keyOf(refused));
    if (!item) throw busy();
    const owner = fromReferenceItem(item);
    const which = { of: refused.kind, reference: refused.externalReference };
    return owner.kind === 'taken'
      ? { ...owner, kind: 'reference_taken', ...which }
      : { ...owner, kind: 'reference_reserved', ...which };
  }

  async #exists(key: string): Promise<Begun> {
    const intent = await this.find(key);
    if (!intent) throw busy();
    return { kind: 'exists', intent };
  }

  async #update(
    key: string,
    update: {
      readonly UpdateExpression: string;
      readonly ConditionExpression: string;
      readonly ExpressionAttributeNames?: Record<string, string>;
      readonly ExpressionAttributeValues: Record<string, unknown>;
    },
  ): Promise<void> {
    const command = new UpdateCommand({ TableName: this.#table, Key: intentKey(key), ...update });
    await unlessConditionFails(() => this.#client.send(command));
  }
}

function keyOf({ kind, externalReference }: NewReference) {
  return referenceKey(kind, externalReference);
}

function busy(): ServiceError {
  return new ServiceError(
    'ledger.busy',
    'Another request with this Idempotency-Key or reference is at work; send this one again',
  );
}
