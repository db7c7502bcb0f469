import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import type { MiddlewareObj } from '@middy/core';
import type { Capture } from '#shared/aws/client-options.ts';

export type Tracing = {
  /** Wraps an AWS client so that its calls show in traces. */
  readonly capture: Capture;
  /** Around each invocation. */
  readonly middlewares: readonly MiddlewareObj[];
  /** Log lines name the trace that they belong to. */
  readonly named: boolean;
};

/** Traces by X-Ray. Where a stage has none, its bundles have `no-tracing.ts` in place of this file. */
export function createTracing(): Tracing {
  const tracer = new Tracer();
  return {
    capture: (client) => tracer.captureAWSv3Client(client),
    middlewares: [captureLambdaHandler(tracer, { captureResponse: false })],
    named: true,
  };
}
