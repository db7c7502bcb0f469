import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import type { PresentedPageResponse } from '#shared/api/presented-schemas.ts';
import { viewPresented } from '#shared/api/presented-view.ts';
import { PageQuery, readPathId, readQuery } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import type { PresentedRequests } from '#shared/ports/presented.ts';
import type { Clock } from '#shared/ports/world.ts';
import { findObligation } from '#shared/use-cases/obligations/find-obligation.ts';
import { pageOfPresented } from '#shared/use-cases/presenting/page-of-presented.ts';

export type ListPaymentRequestsDeps = {
  readonly ledger: Obligations;
  readonly presented: PresentedRequests;
  readonly clock: Clock;
};

/** Of the last one of a page: when it was asked for, and its id. */
const RequestPlace = z.tuple([z.string(), z.string()]);

/** `GET /customers/{id}/payment-requests`, of accounts and of bills: what was presented, newest first. */
export function createHandler(deps: ListPaymentRequestsDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { limit, cursor } = readQuery(event, PageQuery);
    const obligation = await findObligation(kindOfRoute(event), readPathId(event), deps.ledger);
    const { id } = obligation;
    const after = cursor === undefined ? undefined : readCursor(cursor, id, RequestPlace);
    const { requests, next } = await pageOfPresented(obligation, { limit, after }, deps);
    return jsonResponse(200, {
      data: requests.map(({ request, state }) => viewPresented(request, state)),
      next_cursor: next ? writeCursor(id, next) : null,
    } satisfies PresentedPageResponse);
  };
}
