import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { csvResponse, wantsCsv } from '#shared/api/csv/csv-response.ts';
import { linkToNext } from '#shared/api/csv/link-to-next.ts';
import { toPeriod } from '#shared/api/read-period.ts';
import { readPathId, readQuery } from '#shared/api/read-request.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import { readStatementCursor, writeStatementCursor } from '#shared/api/statement-cursor.ts';
import {
  ANSWER_BYTES_MAX,
  type BalanceAsOfResponse,
  BalanceQuery,
  LINES_DEFAULT,
  statementQuery,
} from '#shared/api/statement-schemas.ts';
import {
  bytesOf,
  STATEMENT_COLUMNS,
  statementRows,
  viewStatement,
} from '#shared/api/statement-view.ts';
import type { Obligation } from '#shared/models/obligation.ts';
import { beginningOf } from '#shared/models/zone.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import { findObligation } from '#shared/use-cases/obligations/find-obligation.ts';
import { balanceAsOf } from '#shared/use-cases/statements/balance-as-of.ts';
import { readStatement } from '#shared/use-cases/statements/read-statement.ts';
import type { RowsDeps } from '#shared/use-cases/statements/whole-rows.ts';

export type ReadStatementDeps = RowsDeps & {
  readonly ledger: Obligations;
  /** Where days begin, unless a query names another zone. */
  readonly zone: string;
};

/** `GET /customers/{id}/statement` and `GET /customers/{id}/balance`, of accounts and of bills. */
export function createHandler(deps: ReadStatementDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const answer = event.routeKey.endsWith('/balance') ? showBalance : showStatement;
    return answer(event, deps);
  };
}

async function showStatement(
  event: APIGatewayProxyEventV2,
  deps: ReadStatementDeps,
): Promise<APIGatewayProxyStructuredResultV2> {
  const format = wantsCsv(event) ? 'csv' : 'json';
  const query = readQuery(event, statementQuery(deps.zone));
  const { by, cursor, bom, limit = LINES_DEFAULT[format] } = query;
  const obligation = await find(event, deps);
  const asked = { obligationId: obligation.id, ...toPeriod(query, deps.zone), by };
  const place = cursor === undefined ? undefined : readStatementCursor(asked, cursor);
  const page = { limit, bytesMax: ANSWER_BYTES_MAX, bytesOf, place };
  const statement = await readStatement(obligation, { ...asked, ...page }, deps);
  const next = statement.next ? writeStatementCursor(asked, statement.next) : null;
  if (format === 'json') return jsonResponse(200, viewStatement(statement, next));
  const rows = statementRows(statement, place === undefined);
  return csvResponse(STATEMENT_COLUMNS, rows, { bom, headers: linkToNext(next, event) });
}

async function showBalance(
  event: APIGatewayProxyEventV2,
  deps: ReadStatementDeps,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { as_of, known_at, zone = deps.zone } = readQuery(event, BalanceQuery);
  const momentOf = (asked: string | undefined) => asked && beginningOf(asked, zone);
  const [asOf, knownAt] = [momentOf(as_of), momentOf(known_at)];
  const obligation = await find(event, deps);
  const { id } = obligation;
  const { currency, balance, sequence } = await balanceAsOf(obligation, { asOf, knownAt }, deps);
  return jsonResponse(200, {
    ...{ id, currency, balance },
    ...{ as_of: asOf, known_at: knownAt, zone },
    sequence,
  } satisfies BalanceAsOfResponse);
}

function find(event: APIGatewayProxyEventV2, { ledger }: ReadStatementDeps): Promise<Obligation> {
  return findObligation(kindOfRoute(event), readPathId(event), ledger);
}
