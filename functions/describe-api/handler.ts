import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { jsonResponse } from '#shared/api/response.ts';
import type { Logger } from '#shared/ports/world.ts';

export type DescribeApiDeps = { readonly document: object; readonly logger: Logger };

/** `GET /openapi.json`: what the API is, of the release that is deployed. */
export function createHandler({ document, logger }: DescribeApiDeps) {
  const answer = jsonResponse(200, document);
  return async (): Promise<APIGatewayProxyStructuredResultV2> => {
    logger.info('api.described');
    return answer;
  };
}
