import * as z from 'zod/mini';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { GatewayMessage } from '#shared/api/problem-schemas.ts';
import type { Route } from '#shared/api/routes/route.ts';
import { isValid } from '#shared/models/parsing.ts';
import type { RouteExamples } from './examples.ts';
import { parametersOf } from './parameters.ts';
import { byStatus, isPassing, problemsOf } from './problems.ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
const CSV_TYPE = 'text/csv';

/** What API Gateway may answer itself, beside what a function of ours answers with this status. */
const GATEWAY: Readonly<Record<number, string>> = {
  413: 'the body is larger than 10 MB',
  500: 'no function answered',
  503: 'no function answered in time',
};
const message = { content: { [JSON_TYPE]: { schema: GatewayMessage } } };
const TOO_MANY = { id: 'TooMany', description: 'Too many requests', ...message };
/** Where somebody is asked who calls. */
const OF_CALLERS = {
  401: {
    id: 'CallerUnknown',
    description: 'Nobody says who calls, or not so that it is believed',
    ...message,
  },
  403: { id: 'CallerMayNot', description: 'Whoever calls may not', ...message },
};
/** A delivery may be any JSON that is signed, and what it means is decided later. */
const Delivered = z.unknown();

/** A route as the document has it. */
export function toOperation(route: Route, examples: RouteExamples): ZodOpenApiOperationObject {
  const { id, summary, tag, body, open } = route;
  return {
    operationId: id,
    summary,
    tags: [tag],
    ...(open && { security: [] }),
    ...(!open && { security: [{ iam: [] }, { jwt: [route.method === 'GET' ? 'read' : 'write'] }] }),
    requestParams: parametersOf(route),
    ...((body || open) && {
      requestBody: {
        required: open === true || !isValid(body ?? Delivered, {}),
        content: {
          [JSON_TYPE]: { schema: body ?? Delivered, ...examplesOf(examples.requests) },
        },
      },
    }),
    responses: responsesOf(route, examples),
  };
}

function responsesOf(route: Route, examples: RouteExamples): ZodOpenApiResponsesObject {
  const responses: Record<string, NonNullable<ZodOpenApiResponsesObject['200']>> = {};
  for (const [status, schema] of Object.entries(route.answers)) {
    responses[status] = {
      description: route.summary,
      ...(route.key && { headers: REPLAYED }),
      content: {
        [JSON_TYPE]: { schema, ...examplesOf(examples.answers[status]) },
        ...(route.csv && { [CSV_TYPE]: { schema: z.string(), ...examplesOf(examples.csv) } }),
      },
    };
  }
  for (const [status, codes] of byStatus(route.problems)) {
    const ofGateway = GATEWAY[status];
    responses[String(status)] = {
      description: [...codes, ...(ofGateway ? [ofGateway] : [])].join(', '),
      ...(codes.some(isPassing) && { headers: RETRY_AFTER }),
      content: {
        [PROBLEM_TYPE]: { schema: problemsOf(codes), ...examplesOf(examples.answers[status]) },
        ...(ofGateway && message.content),
      },
    };
  }
  return {
    ...responses,
    ...(!route.open && OF_CALLERS),
    429: TOO_MANY,
  } as ZodOpenApiResponsesObject;
}

const REPLAYED = z.object({
  'idempotent-replayed': z.optional(z.literal('true')),
});
const RETRY_AFTER = z.object({ 'retry-after': z.optional(z.string()) });

function examplesOf(examples: Readonly<Record<string, unknown>> | undefined) {
  if (!examples) return {};
  return {
    examples: Object.fromEntries(
      Object.entries(examples).map(([name, value]) => [toKey(name), { summary: name, value }]),
    ),
  };
}

function toKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
