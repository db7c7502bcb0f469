import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

export type PeerTables = { readonly ledger: string; readonly idempotency: string };

/**
 * A balance and its entries in one partition, entries in order, so that a statement is one query and no
 * index is paid for; and the table of Powertools Idempotency, as its documentation has it.
 */
export function peerTables({ ledger, idempotency }: PeerTables): CreateTableCommandInput[] {
  return [
    {
      TableName: ledger,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    },
    {
      TableName: idempotency,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    },
  ];
}
