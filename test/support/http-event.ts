import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

type Request = {
  readonly method?: string;
  readonly path?: string;
  readonly id?: string;
  /** The `{entry}` of the path. */
  readonly entry?: string;
  /** What the authoriser tells, where the route has one. */
  readonly authorizer?: object;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  /** Bytes are handed over as base64, as API Gateway does for what is not text. */
  readonly body?: string | Uint8Array;
};

/** A request as the HTTP API hands it to a function (payload format 2.0). */
export function httpEvent({
  method = 'POST',
  path = '/',
  id,
  entry,
  authorizer,
  query,
  headers = {},
  body,
}: Request): APIGatewayProxyEventV2 {
  const bytes = body instanceof Uint8Array;
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers,
    ...(query ? { queryStringParameters: query } : {}),
    ...(id === undefined ? {} : { pathParameters: { id, ...(entry !== undefined && { entry }) } }),
    ...(body === undefined ? {} : { body: bytes ? Buffer.from(body).toString('base64') : body }),
    isBase64Encoded: bytes,
    requestContext: {
      ...(authorizer && { authorizer }),
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '18/Jun/2026:12:00:00 +0000',
      timeEpoch: 0,
    },
  };
}

/** An invocation with this long to go. */
export function lambdaContext(remainingMs = 28_000): Context {
  return {
    awsRequestId: 'request-1',
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'test',
    functionVersion: '$LATEST',
    getRemainingTimeInMillis: () => remainingMs,
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:test',
    logGroupName: 'test',
    logStreamName: 'test',
    memoryLimitInMB: '512',
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
