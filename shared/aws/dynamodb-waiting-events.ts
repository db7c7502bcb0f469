import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { hashBytes } from '#shared/models/bytes.ts';
import { type HeldKey, isResolved, isWhole, type WholeEvent } from '#shared/models/held-event.ts';
import type {
  DueEvents,
  DuePage,
  Found,
  WaitingEvents,
  WaitingState,
} from '#shared/ports/ledger.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { ATTENTION, fromHeldItem } from './items/held-items.ts';
import { INDEX, type Item, type ItemKey, itemKeyOf } from './items/keys.ts';
import { forgetWaiting } from './ledger-writes.ts';
import { queryAll } from './query-all.ts';
import { readItem } from './read-items.ts';

/** Unmatched events, found by indexes that lag behind by moments; the items themselves say what is true now. */
export class DynamoDbWaitingEvents implements WaitingEvents {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async listWaiting(obligationId: string, limit: number): Promise<Found<WholeEvent>> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.statement,
        KeyConditionExpression: 'obligationId = :id AND #sequence < :none',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':id': obligationId, ':none': 0 },
        // The least negative came last: first come, first served.
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return this.#read(Items, 'unmatched');
  }

  async listDue({ state, now, limit, cursor }: DuePage): Promise<DueEvents> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: INDEX.attention,
        KeyConditionExpression: 'attention = :state AND attentionAt <= :now',
        ExpressionAttributeValues: { ':state': ATTENTION[state], ':now': now },
        Limit: limit,
        ExclusiveStartKey: cursor === undefined ? undefined : (JSON.parse(cursor) as Item),
      }),
    );
    const found = await this.#read(Items, state);
    return LastEvaluatedKey ? { ...found, cursor: JSON.stringify(LastEvaluatedKey) } : found;
  }

  async postpone(key: HeldKey, until: string): Promise<void> {
    const waits = forgetWaiting(this.#table, key);
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: waits.Key,
      UpdateExpression: 'SET attentionAt = :until',
      ConditionExpression: waits.ConditionExpression,
      ExpressionAttributeNames: waits.ExpressionAttributeNames,
      ExpressionAttributeValues: { ...waits.ExpressionAttributeValues, ':until': until },
    });
    await unlessConditionFails(() => this.#client.send(update));
  }

  async summariseWaiting() {
    const rows = await queryAll(this.#client, {
      TableName: this.#table,
      IndexName: INDEX.attention,
      KeyConditionExpression: 'attention = :unmatched',
      ExpressionAttributeValues: { ':unmatched': ATTENTION.unmatched },
      ProjectionExpression: 'receivedAt',
    });
    const times = rows.map(({ receivedAt }) => receivedAt).filter((at) => typeof at === 'string');
    const [oldestReceivedAt] = times.toSorted();
    return { count: rows.length, oldestReceivedAt };
  }

  async #read(rows: readonly Item[], state: WaitingState): Promise<Found<WholeEvent>> {
    const found = await Promise.all(rows.map((row) => this.#readOne(itemKeyOf(row), state)));
    return {
      items: found.flatMap(({ event }) => event ?? []),
      unreadable: found.flatMap(({ failure }) => failure ?? []),
    };
  }

  async #readOne(
    key: ItemKey,
    state: WaitingState,
  ): Promise<{
    readonly event?: WholeEvent;
    readonly failure?: { readonly key: string; readonly error: unknown };
  }> {
    const item = await readItem(this.#client, this.#table, key);
    try {
      const event = item && fromHeldItem(item);
      if (event?.state !== state || isResolved(event)) return {};
      if (!isWhole(event)) throw new Error('its raw event is gone, and it waits');
      // Whoever may change an item could make it tell of another payment.
      if (hashBytes(event.raw) !== event.hash) throw new Error('its raw event was changed');
      return { event };
    } catch (error) {
      return { failure: { key: `${key.pk} ${key.sk}`, error } };
    }
  }
}
