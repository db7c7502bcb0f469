import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PaymentRequest } from '#shared/models/payment-request.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { fromRequestItem, toRequestItem } from './items/intent-items.ts';
import { type Item, SK } from './items/keys.ts';
import { putOnce } from './ledger-writes.ts';

/** What was presented, kept in its obligation's partition. */
export class DynamoDbPresentedRequests implements PresentedRequests {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async keepPresented(obligationId: string, request: PaymentRequest): Promise<void> {
    const put = new PutCommand(putOnce(this.#table, toRequestItem(obligationId, request)));
    await unlessConditionFails(() => this.#client.send(put));
  }

  async listPresented(obligationId: string, amount: number): Promise<readonly PaymentRequest[]> {
    const requests: PaymentRequest[] = [];
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'pk = :id AND begins_with(sk, :request)',
          FilterExpression: 'amount = :amount',
          ExpressionAttributeValues: {
            ':id': obligationId,
            ':request': SK.request,
            ':amount': amount,
          },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      );
      requests.push(...Items.map(fromRequestItem));
      start = LastEvaluatedKey;
    } while (start);
    return requests;
  }
}
