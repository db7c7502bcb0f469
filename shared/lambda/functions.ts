import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { problemDetails } from '#shared/api/problem-details.ts';
import { publishMetrics } from './invocation-metrics.ts';
import type { Telemetry } from './telemetry.ts';

type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** A function with logs, and traces if the stage has them, about each invocation. */
export function lambdaFunction<Event, Result>(
  handler: Handler<Event, Result>,
  { powertools, metrics, tracing }: Telemetry,
) {
  return middy<Event, Result>()
    .use([...tracing.middlewares])
    .use(injectLambdaContext(powertools, { resetKeys: true }))
    .use(publishMetrics(metrics))
    .handler(handler);
}

/** The same for a function behind the HTTP API: what it throws becomes a problem document. */
export function httpFunction(
  handler: Handler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>,
  telemetry: Telemetry,
) {
  return lambdaFunction(handler, telemetry).use(problemDetails(telemetry.logger));
}
