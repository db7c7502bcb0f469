import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ServiceError } from '#shared/errors.ts';
import type { Logger } from '#shared/ports/world.ts';
import { problemResponse, toProblem } from './problem.ts';

/** Answers every error as `application/problem+json`, and logs it: ours as errors, the sender's as warnings. */
export function problemDetails(
  logger: Logger,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { error, event } = request;
      const problem = toProblem(error);
      const members = {
        code: error instanceof ServiceError ? error.code : 'internal',
        route: event.routeKey,
        webhook_id: event.headers['webhook-id'],
        error,
      };
      const isOurs = problem.status >= 500;
      if (isOurs) logger.error('request.failed', members);
      else logger.warn('request.refused', members);
      // By this the caller's report finds our log line.
      const request_id = request.context.awsRequestId;
      request.response = problemResponse(
        isOurs ? { ...problem, body: { ...problem.body, request_id } } : problem,
      );
    },
  };
}
