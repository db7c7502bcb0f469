import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '#shared/api/cursor.ts';
import { readPathId, readQuery } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import type { StatementLine } from '#shared/models/entry.ts';
import type { LedgerStore } from '#shared/ports/ledger.ts';
import { findCustomer } from '#shared/use-cases/obligations/find-obligation.ts';

const Query = z.strictObject({
  limit: z._default(
    z.pipe(
      z.string().check(z.regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')),
      z.transform(Number),
    ),
    25,
  ),
  cursor: z.optional(z.string()),
});

/** `GET /customers/{id}/entries`: the ledger, newest first. */
export function createListEntriesHandler({ ledger }: { readonly ledger: LedgerStore }) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { limit, cursor } = readQuery(event, Query);
    const { id } = await findCustomer(readPathId(event), ledger);
    const before = cursor === undefined ? undefined : readCursor(cursor, id);
    const { lines, hasMore } = await ledger.listStatement(id, { limit, before });
    const last = lines.at(-1);
    return jsonResponse(200, {
      data: lines.map(view),
      next_cursor: hasMore && last ? writeCursor(id, last.sequence) : null,
    });
  };
}

function view(line: StatementLine) {
  return {
    id: line.key,
    sequence: line.sequence,
    type: line.type,
    amount: line.amount,
    ending_balance: line.endingBalance,
    currency: line.currency,
    payment_id: line.paymentId ?? null,
    effective_at: line.effectiveAt,
    recorded_at: line.recordedAt,
  };
}
