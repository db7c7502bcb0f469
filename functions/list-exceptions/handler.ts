import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { csvResponse, wantsCsv } from '#shared/api/csv/csv-response.ts';
import { linkToNext } from '#shared/api/csv/link-to-next.ts';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import {
  type ExceptionStoryResponse,
  ExceptionsQuery,
  type ExceptionsResponse,
} from '#shared/api/exception-schemas.ts';
import {
  EXCEPTION_COLUMNS,
  toCsvRow,
  viewException,
  viewStory,
} from '#shared/api/exception-view.ts';
import { readPathException, readQuery } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { EXCEPTION_KINDS } from '#shared/models/exception.ts';
import type { CandidateDeps } from '#shared/use-cases/exceptions/find-candidates.ts';
import { lookAtException } from '#shared/use-cases/exceptions/look-at-exception.ts';
import { pageOfExceptions } from '#shared/use-cases/exceptions/page-of-exceptions.ts';

export type ListExceptionsDeps = CandidateDeps;

/** Of the last one of a page: since when it waits, and its id. */
const ExceptionPlace = z.tuple([z.string(), z.string()]);

/** `GET /exceptions`: what waits for a person, the oldest first; and `GET /exceptions/{id}`: all that is known of one. */
export function createHandler(deps: ListExceptionsDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    if (!event.routeKey.endsWith('/{id}')) return list(event, deps);
    const story = await lookAtException(readPathException(event), deps);
    const body = viewStory(story, deps.clock.now()) satisfies ExceptionStoryResponse;
    return jsonResponse(200, body);
  };
}

async function list(
  event: APIGatewayProxyEventV2,
  deps: ListExceptionsDeps,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { kind, limit, cursor, bom } = readQuery(event, ExceptionsQuery);
  const of = `exceptions ${kind ?? ''}`;
  const after = cursor === undefined ? undefined : readCursor(cursor, of, ExceptionPlace);
  const kinds = kind === undefined ? EXCEPTION_KINDS : [kind];
  const { exceptions, counts, next } = await pageOfExceptions({ kinds, limit, after }, deps);
  const data = exceptions.map((exception) => viewException(exception, deps.clock.now()));
  const next_cursor = next ? writeCursor(of, next) : null;
  if (wantsCsv(event)) {
    const headers = linkToNext(next_cursor, event);
    return csvResponse(EXCEPTION_COLUMNS, data.map(toCsvRow), { bom, headers });
  }
  return jsonResponse(200, {
    data,
    counts: Object.fromEntries(counts),
    next_cursor,
  } satisfies ExceptionsResponse);
}
