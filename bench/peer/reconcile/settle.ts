import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { AmountApplied } from '#bench/peer/message.ts';

const Balance = z.object({ balance: z.int(), sequence: z.int(), currency: z.string() });

const ATTEMPTS_MAX = 10;
const BACK_OFF_MS_MAX = 200;

export const balanceKey = (obligationId: string) => ({ pk: obligationId, sk: 'BALANCE' });
export const entryKey = (obligationId: string, sequence: number) => ({
  pk: obligationId,
  sk: `ENTRY#${String(sequence).padStart(12, '0')}`,
});

export type Received = { readonly raw: string; readonly receivedAt: string };

/**
 * Moves the balance and writes the entry with the ending balance and the raw event, in one transaction that
 * holds only if nobody wrote since the balance was read.
 */
export async function settlePayment(
  { id, type, data }: AmountApplied,
  { raw, receivedAt }: Received,
  { documents, table }: { documents: DynamoDBDocumentClient; table: string },
): Promise<{ readonly sequence: number; readonly endingBalance: number }> {
  const obligationId = data.customer_id;
  const key = balanceKey(obligationId);
  for (let attempt = 1; ; attempt += 1) {
    const { Item } = await documents.send(
      new GetCommand({ TableName: table, Key: key, ConsistentRead: true }),
    );
    const { balance, sequence, currency } = Balance.parse(Item);
    if (currency !== data.currency) throw new Error(`${id} is in ${data.currency}`);
    const next = { sequence: sequence + 1, endingBalance: balance - data.amount };
    const entry = {
      ...entryKey(obligationId, next.sequence),
      ...next,
      amount: -data.amount,
      currency,
      paymentId: data.payment_id,
      eventId: id,
      eventType: type,
      dataId: data.id,
      effectiveAt: data.created_at,
      recordedAt: receivedAt,
      raw,
    };
    try {
      await documents.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName: table,
                Key: key,
                UpdateExpression: 'SET balance = :balance, #sequence = :next',
                ConditionExpression: '#sequence = :read',
                ExpressionAttributeNames: { '#sequence': 'sequence' },
                ExpressionAttributeValues: {
                  ':balance': next.endingBalance,
                  ':next': next.sequence,
                  ':read': sequence,
                },
              },
            },
            {
              Put: {
                TableName: table,
                Item: entry,
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
          ],
        }),
      );
      return next;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException) || attempt === ATTEMPTS_MAX) throw error;
      await sleep(Math.random() * Math.min(BACK_OFF_MS_MAX, 10 * 2 ** attempt));
    }
  }
}
