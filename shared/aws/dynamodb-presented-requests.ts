import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { MadeRequest, Presented } from '#shared/models/presented.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { requestKey, SK } from './items/keys.ts';
import { fromRequestItem, toRequestItem } from './items/request-items.ts';
import { setMembers } from './ledger-writes.ts';
import { queryAll } from './query-all.ts';

/** What was presented, kept in its obligation's partition. */
export class DynamoDbPresentedRequests implements PresentedRequests {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async keepPresented(obligationId: string, request: MadeRequest): Promise<void> {
    const keep = new UpdateCommand({
      ...setMembers(this.#table, toRequestItem(obligationId, request)),
      // What its payment left here, if that came first, stays.
      ConditionExpression: 'attribute_not_exists(#id)',
    });
    await unlessConditionFails(() => this.#client.send(keep));
  }

  async keepExpiry(obligationId: string, requestId: string, expiresAt: string): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: requestKey(obligationId, requestId),
      UpdateExpression: 'SET expiresAt = :expiresAt',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ':expiresAt': expiresAt },
    });
    await unlessConditionFails(() => this.#client.send(update));
  }

  async listPresented(obligationId: string): Promise<readonly Presented[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :id AND begins_with(sk, :request)',
      ExpressionAttributeValues: { ':id': obligationId, ':request': SK.request },
      ConsistentRead: true,
    });
    return items.flatMap((item) => fromRequestItem(item) ?? []);
  }
}
