import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { MatchedRoute } from './http-routes.ts';
import { ACCOUNT_ID } from './stack-resources.ts';

const STAGE = '$default';
/** Bodies of these types reach a function as text (API Gateway Developer Guide, payload format 2.0). */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml)))/i;

/** A request as API Gateway hands it to a function in payload format 2.0. */
export function toHttpEvent(
  request: IncomingMessage,
  body: Buffer,
  { routeKey, pathParameters, authorization }: MatchedRoute,
): APIGatewayProxyEventV2 {
  const { path, query: rawQuery } = splitTarget(request.url);
  const { cookie, ...headers } = joinHeaders(request);
  const query = joinQuery(new URLSearchParams(rawQuery));
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    headers,
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      ...callerOf(authorization),
      accountId: ACCOUNT_ID,
      apiId: 'local',
      domainName: headers['host'] ?? '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: STAGE,
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...toEventBody(body, headers['content-type']),
  };
}

/** Whom the route's authoriser lets in: on this machine, whoever calls. */
function callerOf(authorization: MatchedRoute['authorization']): object {
  switch (authorization) {
    case 'NONE':
      return {};
    case 'AWS_IAM':
      return { authorizer: { iam: { userArn: `arn:aws:iam::${ACCOUNT_ID}:user/local` } } };
    case 'JWT':
      return { authorizer: { jwt: { claims: { sub: 'local' }, scopes: null } } };
  }
}

/** Path and query as they were sent; what stands there need not be a URL. */
export function splitTarget(target = '/'): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: '' };
  return { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
};

/** What goes back over HTTP for what a function returned. */
export function toHttpAnswer(result: unknown): HttpAnswer {
  const structured = isStructured(result)
    ? result
    : { statusCode: 200, body: JSON.stringify(result) };
  const { statusCode = 200, headers = {}, cookies, body = '', isBase64Encoded } = structured;
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      ...(cookies && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function isStructured(result: unknown): result is APIGatewayProxyStructuredResultV2 {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}

// What API Gateway does with text that is not UTF-8 is not documented; base64 loses no byte.
function toEventBody(body: Buffer, contentType = '') {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT_TYPES.test(contentType) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** Lower-case names; a header that comes twice has its values joined by a comma. */
function joinHeaders(request: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    joined[name] = values.join(name === 'cookie' ? '; ' : ',');
  }
  return joined;
}

function joinQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query.keys()].map((key) => [key, query.getAll(key).join(',')]));
}
