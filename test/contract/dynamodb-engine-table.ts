import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

export const TableName = 'balances';

const INDEXES = {
  statement: { keys: ['obligationId', 'sequence'], include: ['amount', 'endingBalance'] },
  event: { keys: ['eventId'], include: undefined },
  attention: { keys: ['attention', 'attentionSince'], include: ['reason'] },
} as const;

/** On DynamoDB Local each access key id has tables of its own. */
export function connect(endpoint: string, accessKeyId: string): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'any' },
  });
  return DynamoDBDocumentClient.from(client);
}

/** A table like the ledger's. */
export async function createTable(documents: DynamoDBDocumentClient): Promise<void> {
  const names = ['pk', 'obligationId', 'sequence', 'eventId', 'attention', 'attentionSince'];
  await documents.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: names.map((AttributeName) => ({
        AttributeName,
        AttributeType: AttributeName === 'sequence' ? 'N' : 'S',
      })),
      GlobalSecondaryIndexes: Object.entries(INDEXES).map(([IndexName, { keys, include }]) => ({
        IndexName,
        KeySchema: keys.map((AttributeName, i) => ({
          AttributeName,
          KeyType: i === 0 ? 'HASH' : 'RANGE',
        })),
        Projection: include
          ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...include] }
          : { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
}

export async function queryIndex(
  documents: DynamoDBDocumentClient,
  IndexName: keyof typeof INDEXES,
  value: string,
): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': INDEXES[IndexName].keys[0] },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
  return Items;
}

/** The error that a request is refused with. */
export async function refusal(request: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('nothing');
  const error = await request.then(
    () => nothing,
    (reason: unknown) => reason,
  );
  if (error === nothing) throw new Error('The request was not refused');
  return error;
}
