import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { ServiceError } from '#shared/errors.ts';
import { tryParse } from '#shared/models/parsing.ts';

/** What the authoriser of an HTTP API tells (API Gateway Developer Guide, payload format 2.0). */
const Authorizer = z.union([
  z.object({ iam: z.object({ userArn: z.string().check(z.minLength(1)) }) }),
  z.object({ jwt: z.object({ claims: z.object({ sub: z.string().check(z.minLength(1)) }) }) }),
]);
const Context = z.object({ authorizer: Authorizer });

/**
 * Who asks: the ARN of an IAM principal, or the subject of a token.
 *
 * @throws ServiceError `config.invalid`: the route lets in whom nobody knows
 */
export function readActor({ requestContext }: APIGatewayProxyEventV2): string {
  const parsed = tryParse(Context, requestContext);
  if (!parsed.ok) {
    throw new ServiceError('config.invalid', 'The authoriser of the route does not say who asks');
  }
  const { authorizer } = parsed.value;
  return 'iam' in authorizer ? authorizer.iam.userArn : authorizer.jwt.claims.sub;
}
