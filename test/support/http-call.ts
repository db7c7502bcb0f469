import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { problemDetails } from '#shared/api/problem-details.ts';
import type { Logger } from '#shared/ports/world.ts';
import { lambdaContext } from './http-event.ts';

type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export type Reply = {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: Record<string, unknown>;
};

/** Calls a handler as the HTTP API does, problem documents included. */
export async function call(
  handler: Handler,
  event: APIGatewayProxyEventV2,
  logger: Logger,
): Promise<Reply> {
  const endpoint = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(problemDetails(logger))
    .handler(handler);
  const { statusCode, headers = {}, body = '' } = await endpoint(event, lambdaContext());
  return { status: statusCode, headers, body: JSON.parse(body) as Record<string, unknown> };
}
