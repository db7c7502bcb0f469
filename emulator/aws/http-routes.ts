import * as z from 'zod';
import type { StackResources } from './stack-resources.ts';

const RouteProperties = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'AWS_IAM', 'JWT']).default('NONE'),
});
const IntegrationProperties = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

export type HttpRoute = {
  readonly routeKey: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly functionArn: string;
  readonly authorization: 'NONE' | 'AWS_IAM' | 'JWT';
};
export type MatchedRoute = Pick<HttpRoute, 'authorization'> & {
  readonly routeKey: string;
  readonly functionArn: string;
  readonly pathParameters: Readonly<Record<string, string>>;
};

/** The routes of the template's HTTP API and the function behind each. */
export function readHttpRoutes(resources: StackResources): HttpRoute[] {
  return resources.ids('AWS::ApiGatewayV2::Route').map((id) => {
    const { RouteKey, Target, AuthorizationType } = resources.properties(id, RouteProperties);
    const [method, path] = RouteKey.split(' ');
    if (!method || !path) throw new Error(`${id}: the route ${RouteKey} cannot run here`);
    const integration = resources.properties(
      Target.slice('integrations/'.length),
      IntegrationProperties,
    );
    return {
      routeKey: RouteKey,
      method,
      segments: path.split('/').slice(1),
      functionArn: integration.IntegrationUri,
      authorization: AuthorizationType,
    };
  });
}

/** Parameters come out percent-decoded, as API Gateway hands them on. */
export function matchRoute(
  routes: readonly HttpRoute[],
  method: string,
  path: string,
): MatchedRoute | undefined {
  const parts = path.split('/').slice(1);
  for (const { segments, method: wanted, ...route } of routes) {
    if (wanted !== method && wanted !== 'ANY') continue;
    const pathParameters = matchSegments(segments, parts);
    if (pathParameters) return { ...route, pathParameters };
  }
  return undefined;
}

function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (segments.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined ? segment !== part : part === '') return undefined;
    if (name !== undefined) parameters[name] = decode(part);
  }
  return parameters;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
