import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ERRORS, type ErrorAnswer, ServiceError } from '#shared/errors.ts';
import { visibleJson } from '#shared/models/visible-text.ts';

const INTERNAL = 500;

export type Problem = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
};

/** RFC 9457 problem details. What is our own fault is told without a word of what is inside. */
export function toProblem(error: unknown): Problem {
  if (!(error instanceof ServiceError) || ERRORS[error.code].status === INTERNAL) {
    return {
      status: INTERNAL,
      body: { title: 'Something went wrong on our side', status: INTERNAL, code: 'internal' },
    };
  }
  const { status, title, retryAfterSeconds }: ErrorAnswer = ERRORS[error.code];
  return {
    status,
    body: { title, status, code: error.code, detail: error.message, ...error.members },
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
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
    body: visibleJson(JSON.stringify(problem.body)),
  };
}
