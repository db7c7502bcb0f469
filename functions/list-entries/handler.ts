import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import { viewEntry } from '#shared/api/entry-view.ts';
import { PageQuery, ReconciledQuery, readPathId, readQuery } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import type { EntriesResponse } from '#shared/api/response-schemas.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import type { Statements } from '#shared/ports/statements.ts';
import { findObligation } from '#shared/use-cases/obligations/find-obligation.ts';

const Sequence = z.int().check(z.positive());

export type ListEntriesDeps = { readonly ledger: Obligations; readonly statements: Statements };

/**
 * `GET /customers/{id}/entries`, of accounts and of bills: the ledger, newest first. And `GET /entries`: those that a row of
 * Moment's reports is.
 */
export function createHandler({ ledger, statements }: ListEntriesDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    if (event.routeKey === 'GET /entries') {
      const { reconciliation_id } = readQuery(event, ReconciledQuery);
      const lines = await statements.listReconciled(reconciliation_id);
      return jsonResponse(200, {
        data: lines.map(viewEntry),
        next_cursor: null,
      } satisfies EntriesResponse);
    }
    const { limit, cursor } = readQuery(event, PageQuery);
    const { id } = await findObligation(kindOfRoute(event), readPathId(event), ledger);
    const before = cursor === undefined ? undefined : readCursor(cursor, id, Sequence);
    const { lines, hasMore } = await statements.listStatement(id, { limit, before });
    const last = lines.at(-1);
    return jsonResponse(200, {
      data: lines.map(viewEntry),
      next_cursor: hasMore && last ? writeCursor(id, last.sequence) : null,
    } satisfies EntriesResponse);
  };
}
