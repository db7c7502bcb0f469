import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ObligationKind } from '#shared/models/obligation-id.ts';

/** Which obligations a route is about: `GET /bills/{id}` is about bills. */
export function kindOfRoute({
  routeKey,
}: Pick<APIGatewayProxyEventV2, 'routeKey'>): ObligationKind {
  const [, path = ''] = routeKey.split(' ');
  if (path.startsWith('/accounts')) return 'account';
  return path.startsWith('/bills') ? 'bill' : 'customer';
}
