import type { Input, Item } from 'dynalite/db/index.js';
import * as z from 'zod';
import type { Access } from './policy.ts';

export type TableOfStack = {
  readonly arn: string;
  /** The name of the partition key, by index; that of the table by ''. */
  readonly hashKeys: ReadonlyMap<string, string>;
};
export type FindTable = (name: string) => TableOfStack | undefined;

const AttributeItem = z.custom<Item>((value) => typeof value === 'object' && value !== null);
const ItemRequest = z.object({
  TableName: z.string(),
  Key: AttributeItem.optional(),
  Item: AttributeItem.optional(),
});
const Transaction = z.object({
  TransactItems: z.array(z.record(z.string(), ItemRequest)),
});
const Batch = z.object({
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(AttributeItem) })),
});
const Query = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: AttributeItem,
});

/**
 * What IAM is asked for a request of DynamoDB's. Each item of a transaction is asked for by itself.
 *
 * Source: Amazon DynamoDB Developer Guide, "Using IAM with DynamoDB transactions" and "Using IAM policy conditions
 * for fine-grained access control".
 */
export function dynamoDbAccesses(
  operation: string,
  input: Input,
  findTable: FindTable,
): readonly Access[] {
  switch (operation) {
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return Transaction.parse(input).TransactItems.flatMap((item) =>
        Object.entries(item).map(([kind, request]) =>
          ofItem(actionOf(kind), request, findTable, {
            'dynamodb:EnclosingOperation': [operation],
          }),
        ),
      );
    case 'BatchGetItem':
      return Object.entries(Batch.parse(input).RequestItems).map(([TableName, { Keys }]) =>
        access(operation, TableName, '', findTable, (hash) =>
          Keys.flatMap((key) => text(key[hash])),
        ),
      );
    case 'Query': {
      const { TableName, IndexName = '', ...query } = Query.parse(input);
      return [
        access(operation, TableName, IndexName, findTable, (hash) => queriedKey(query, hash)),
      ];
    }
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [ofItem(operation, ItemRequest.parse(input), findTable, {})];
    default: {
      const { TableName = '' } = input as { readonly TableName?: string };
      return [access(operation, TableName, '', findTable, () => [])];
    }
  }
}

function actionOf(kind: string): string {
  return kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
}

function ofItem(
  operation: string,
  { TableName, Key, Item: item }: z.infer<typeof ItemRequest>,
  findTable: FindTable,
  context: Access['context'],
): Access {
  const asked = access(operation, TableName, '', findTable, (hash) => text((Key ?? item)?.[hash]));
  return { ...asked, context: { ...asked.context, ...context } };
}

function access(
  operation: string,
  tableName: string,
  index: string,
  findTable: FindTable,
  keysOf: (hashKey: string) => readonly string[],
): Access {
  const table = findTable(tableName);
  const arn = table?.arn ?? tableName;
  const keys = keysOf(table?.hashKeys.get(index) ?? '');
  return {
    action: `dynamodb:${operation}`,
    resource: index === '' ? arn : `${arn}/index/${index}`,
    context: keys.length === 0 ? {} : { 'dynamodb:LeadingKeys': keys },
  };
}

function queriedKey(
  {
    KeyConditionExpression: expression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }: Pick<
    z.infer<typeof Query>,
    'KeyConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  >,
  hashKey: string,
): readonly string[] {
  return [...expression.matchAll(/(#?\w+)\s*=\s*(:\w+)/g)].flatMap(([, name = '', value = '']) =>
    (names[name] ?? name) === hashKey ? text(values[value]) : [],
  );
}

function text(value: Item[string]): readonly string[] {
  const found = value?.S ?? value?.N ?? value?.B;
  return found === undefined ? [] : [found];
}
