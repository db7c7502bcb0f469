import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { StageConfig } from '#infra/config.ts';

type Auth = StageConfig['auth'];

export function createAuthorizer(auth: Auth): IHttpRouteAuthorizer {
  if (auth.kind === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Jwt', auth.issuer, { jwtAudience: auth.audience });
}

/** A token has to have one of these; with IAM the caller's policy says it. @param route `GET /path` */
export function scopesOf(auth: Auth, route: string): { readonly authorizationScopes?: string[] } {
  if (auth.kind === 'iam') return {};
  const { read, write } = auth.scopes;
  return { authorizationScopes: route.startsWith('GET ') ? read : write };
}

/**
 * Who called, for the access log: `-` where nobody was let in, and for Moment, who has no credentials of ours. Of a
 * token the subject alone: its other claims may be a name or an e-mail address.
 *
 * Source: API Gateway Developer Guide, "Customize HTTP API access logs".
 */
export function principalOf({ kind }: Auth): string {
  return kind === 'iam' ? '$context.identity.userArn' : '$context.authorizer.claims.sub';
}
