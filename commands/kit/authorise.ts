import type { Deployment } from './deployment.ts';
import type { Request } from './stack-api.ts';

/**
 * What makes a request one of somebody who may: a JWT, or else a signature for IAM. Undefined where nobody is asked who
 * calls.
 *
 * @param token a JWT, where callers bring one
 */
export function authoriseFor(
  { signForIam }: Pick<Deployment, 'signForIam'>,
  token: string | undefined,
): ((request: Request) => Promise<Request>) | undefined {
  if (!signForIam || token === undefined) return signForIam;
  return async (request) => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${token}` },
  });
}
