import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ServiceError } from '#shared/errors.ts';
import type { Logger } from '#shared/ports/world.ts';
import { problemResponse, toProblem } from './problem.ts';
import { loggedId, refusalMembers } from './refusal-members.ts';

/** Answers every error as `application/problem+json`, and logs it: ours as errors, the sender's as warnings. */
export function problemDetails(
  logger: Logger,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { error, event } = request;
      const problem = toProblem(error);
      if (error instanceof ServiceError && problem.status < 500) {
        logger.warn('request.refused', refusalMembers(error, event));
        request.response = problemResponse(problem);
        return;
      }
      logger.error('request.failed', {
        code: error instanceof ServiceError ? error.code : 'internal',
        route: event.routeKey,
        webhook_id: loggedId(event),
        error,
      });
      // By this the caller's report finds our log line.
      const { awsRequestId: request_id } = request.context;
      request.response = problemResponse({ ...problem, body: { ...problem.body, request_id } });
    },
  };
}
