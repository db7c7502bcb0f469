import createClient, { type Client } from 'openapi-fetch';
import { unanswered } from '#commands/kit/stack-api.ts';
import type { paths } from './api-types.d.ts';

/** The merchant's API, each call with the types of the document: docs/openapi.json. */
export type ApiClient = Client<paths>;

/** What a call comes to: `data` where it is done, `error` where it is refused. */
export type Called<T> = Promise<{
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}>;

const ANSWER_MS_MAX = 35_000;

/** Of a stack that asks nobody who calls. @throws Wrong if it does not answer */
export function createApiClient(apiUrl: string): ApiClient {
  return createClient<paths>({
    baseUrl: apiUrl,
    fetch: async (request) => {
      try {
        return await fetch(request, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
      } catch (cause) {
        throw unanswered(request.method, request.url, cause);
      }
    },
  });
}
