import type { Item } from 'dynalite/db/index.js';

const SERVICE = 'com.amazonaws.dynamodb.v20120810';

const PREFIXES: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  AccessDeniedException: 'com.amazon.coral.service',
  MissingAuthenticationTokenException: 'com.amazon.coral.service',
};

type Body = { readonly __type: string; readonly message: string; readonly Item?: Item };

/** A refusal as DynamoDB words it. dynalite's own errors have the same members. */
export class DynamoDbError extends Error {
  readonly statusCode: number;
  readonly body: Body;

  constructor(name: string, message: string, members: object = {}, statusCode = 400) {
    super(message);
    this.statusCode = statusCode;
    this.body = { __type: `${PREFIXES[name] ?? SERVICE}#${name}`, message, ...members };
  }
}

export function validationError(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

export function isRefusal(error: unknown): error is Pick<DynamoDbError, 'statusCode' | 'body'> {
  return error instanceof Error && 'statusCode' in error && 'body' in error;
}

/** The error's short name, such as `ValidationException`. */
export function refusalName({ body }: Pick<DynamoDbError, 'body'>): string {
  return body.__type.split('#').at(-1) ?? body.__type;
}

export type CancellationReason = {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError' | 'TransactionConflict';
  readonly Message?: string;
  readonly Item?: Item;
};

export function transactionCanceled(reasons: readonly CancellationReason[]): DynamoDbError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new DynamoDbError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

export const NO_REASON: CancellationReason = { Code: 'None' };

export const TRANSACTION_CONFLICT = {
  Code: 'TransactionConflict',
  Message: 'Transaction is ongoing for the item',
} as const satisfies CancellationReason;
