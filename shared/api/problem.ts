import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ErrorCode, ServiceError } from '#shared/errors.ts';

/** What a caller is told of each failure. Those without a line here are ours: 500, and nothing more. */
const ANSWERS: Partial<
  Record<
    ErrorCode,
    { readonly status: number; readonly title: string; readonly retryAfterSeconds?: number }
  >
> = {
  'request.invalid': { status: 400, title: 'The request is not valid' },
  'request.too_large': { status: 413, title: 'The request is too large' },
  'delivery.header_missing': { status: 400, title: 'A webhook header is missing' },
  'delivery.header_malformed': { status: 400, title: 'A webhook header is malformed' },
  'delivery.too_large': { status: 413, title: 'The event is too large' },
  'delivery.stale': { status: 401, title: 'The delivery is too old' },
  'delivery.early': { status: 401, title: 'The delivery is from the future' },
  'delivery.signature_unsupported': {
    status: 401,
    title: 'The signature version is not supported',
  },
  'delivery.signature_mismatch': { status: 401, title: 'The signature does not match' },
  'signing_keys.unavailable': {
    status: 503,
    title: 'Deliveries cannot be verified now',
    retryAfterSeconds: 30,
  },
  'queue.unavailable': {
    status: 503,
    title: 'Deliveries cannot be stored now',
    retryAfterSeconds: 5,
  },
  'customer.not_found': { status: 404, title: 'No such customer' },
  'customer.exists': { status: 409, title: 'The customer exists already' },
  'customer.exists_at_moment': { status: 409, title: 'Moment has this customer already' },
  'customer.creation_pending': {
    status: 409,
    title: 'The customer is being created',
    retryAfterSeconds: 60,
  },
  'idempotency_key.reused': {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
  },
  'balance.not_tracked': { status: 409, title: 'No balance is tracked' },
  'balance.nothing_due': { status: 409, title: 'Nothing is due' },
  'amount.exceeds_balance': { status: 409, title: 'The amount is more than is due' },
  'cursor.invalid': { status: 400, title: 'The cursor is not valid' },
  'moment.refused': { status: 422, title: 'Moment refused the request' },
  'moment.unauthorised': {
    status: 502,
    title: 'Moment did not accept our API key',
    retryAfterSeconds: 60,
  },
  'moment.failed': { status: 502, title: 'Moment failed', retryAfterSeconds: 30 },
  'moment.key_spent': { status: 502, title: 'Moment failed', retryAfterSeconds: 30 },
  'moment.unavailable': {
    status: 503,
    title: 'Moment cannot be reached now',
    retryAfterSeconds: 10,
  },
  'ledger.busy': { status: 503, title: 'The ledger is busy', retryAfterSeconds: 1 },
};

export type Problem = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
};

/** RFC 9457 problem details. What we do not know by name is our own fault, and none of its words leave. */
export function toProblem(error: unknown): Problem {
  const answer = error instanceof ServiceError ? ANSWERS[error.code] : undefined;
  if (!(error instanceof ServiceError) || !answer) {
    return {
      status: 500,
      body: { title: 'Something went wrong on our side', status: 500, code: 'internal' },
    };
  }
  const { status, title, ...rest } = answer;
  return {
    status,
    body: { title, status, code: error.code, detail: error.message, ...error.members },
    ...rest,
  };
}

export function problemResponse(problem: Problem): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(problem.retryAfterSeconds === undefined
        ? {}
        : { 'retry-after': String(problem.retryAfterSeconds) }),
    },
    body: JSON.stringify(problem.body),
  };
}
